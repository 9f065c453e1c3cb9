package site

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lr/internal/clock"
	"lr/internal/db"
)

// The test starts itself as a server in a process of its own, to kill it.
const serveFolder = "LR_TEST_SERVE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(serveFolder); dir != "" {
		serveForKill(dir)
		return
	}
	code := m.Run()
	os.RemoveAll(made.dir)
	os.Exit(code)
}

func serveForKill(dir string) {
	c := Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Base: "http://localhost", Now: clock.Real, Log: quiet()}
	in, err := Open(context.Background(), c)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	if err := in.DB.Write(context.Background(), func(tx *db.Tx) error { return in.makePeople(context.Background(), tx) }); err != nil {
		fmt.Println("error", err)
		return
	}
	address := filepath.Join(dir, "address")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println("error", err)
		return
	}
	os.WriteFile(address, []byte(ln.Addr().String()), 0o600)
	fmt.Println("ready", ln.Addr().String())
	http.Serve(ln, in.Handler)
}

var reference = regexp.MustCompile(`Its\+reference\+is\+([A-Z][a-z]+)\+(\d+)`)

// What was acknowledged before the program was killed in the middle of its work
// is there afterwards, whole, and the log verifies.
func TestKillingTheProgramLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), serveFolder+"="+dir)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	base, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ready {
		t.Fatalf("the server said %q", line)
	}
	acknowledged := notifyMany("http://"+base, 100, 50, func() { server.Process.Kill() })
	server.Wait()
	if n := len(acknowledged); n < 50 || n >= 100 {
		t.Fatalf("%d of 100 were acknowledged: the kill did not fall into the middle", n)
	}

	c := Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Base: "http://localhost", Now: clock.Real, Log: quiet()}
	in, err := Open(context.Background(), c)
	if err != nil {
		t.Fatalf("it does not start again: %v", err)
	}
	defer in.Close()
	rep, err := in.Log.Verify(context.Background(), in.DB, nil)
	if err != nil {
		t.Errorf("the log after the kill: %v", err)
	}
	checkWhole(t, in, acknowledged)
	t.Logf("%d acknowledged before the kill, all there; %d log entries verify", len(acknowledged), rep.Entries)
}

// notifyMany sends n notifications from four people at once, calls kill after
// some were acknowledged, and gives the references of those that were.
func notifyMany(base string, n, kill int, do func()) map[string]bool {
	var mu sync.Mutex
	var left, got atomic.Int64
	left.Store(int64(n))
	acknowledged := map[string]bool{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			jar, _ := cookiejar.New(nil)
			client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			for left.Add(-1) >= 0 {
				code, err := notifyOnce(client, base)
				if err != nil {
					return
				}
				mu.Lock()
				acknowledged[code] = true
				mu.Unlock()
				if got.Add(1) == int64(kill) {
					do()
				}
			}
		})
	}
	all.Wait()
	return acknowledged
}

var onceField = regexp.MustCompile(`name="_once" value="([^"]+)"`)

var draftLink = regexp.MustCompile(`/notify/link/[0-9a-f]{64}`)

// notifyOnce goes through the pages of a notification and sends it.
func notifyOnce(client *http.Client, base string) (string, error) {
	page, typed := "/notify/child", childNotification("Killed in the middle")
	for _, step := range []string{"who", "happened", "risk", "agencies", "criteria", "check", "sent"} {
		got, err := client.Get(base + page)
		if err != nil {
			return "", err
		}
		body, err := io.ReadAll(got.Body)
		got.Body.Close()
		if err != nil {
			return "", err
		}
		m := onceField.FindSubmatch(body)
		if m == nil {
			return "", fmt.Errorf("no form at %s", page)
		}
		typed.Set("_once", string(m[1]))
		answer, err := client.PostForm(base+page, typed)
		if err != nil {
			return "", err
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		for _, c := range answer.Header.Values("Set-Cookie") {
			if m := reference.FindStringSubmatch(c); m != nil {
				return m[1] + " " + m[2], nil
			}
		}
		page = draftLink.FindString(answer.Header.Get("Location")) + "/" + step
	}
	return "", fmt.Errorf("no reference")
}

// checkWhole looks for each acknowledged review, and for reviews that are there
// by half.
func checkWhole(t *testing.T, in *Installation, acknowledged map[string]bool) {
	t.Helper()
	ctx := context.Background()
	err := in.DB.Read(ctx, func(tx *db.Tx) error {
		codes, err := db.All(ctx, tx, db.Column[string], `SELECT code FROM review`)
		if err != nil {
			return err
		}
		there := map[string]bool{}
		for _, c := range codes {
			there[c] = true
		}
		for c := range acknowledged {
			if !there[c] {
				t.Errorf("%s was acknowledged and is lost", c)
			}
		}
		for what, query := range map[string]string{
			"reviews without their notification": `SELECT COUNT(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM notification n WHERE n.review_id = r.id)`,
			"reviews without keys":               `SELECT COUNT(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM review_key k WHERE k.review_id = r.id)`,
			"reviews without a lead officer":     `SELECT COUNT(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.review_id = r.id)`,
			"reviews without a log entry":        `SELECT COUNT(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.review_id = r.id)`,
			"reviews without a first task":       `SELECT COUNT(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM review_task a WHERE a.review_id = r.id)`,
		} {
			n, err := db.One(ctx, tx, db.Column[int], query)
			if err != nil {
				return err
			}
			if n > 0 {
				t.Errorf("%d %s", n, what)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func childNotification(event string) url.Values {
	return url.Values{
		"name": {"Wilma Walkon"}, "post": {"Team manager, Exampleshire Social Work"}, "email": {"wilma@exampleshire.example"},
		"subject": {"Morag Inventedname"}, "birth": {"3 May 2019"}, "happened": {"1 October 2024"}, "route": {"harm"},
		"summary": {event}, "at_risk": {"no"}, "agencies": {socialWork, health}, "processes_now": {"no"}, "area_now": {"no"},
		"limb-CP_2024-D": {"no"}, "limb-CP_2024-S": {"yes"}, "limb-CP_2024-S-reason": {"The harm was serious."},
		"limb-CP_2024-C": {"unknown"}, "limb-CP_2024-E": {"no"},
	}
}
