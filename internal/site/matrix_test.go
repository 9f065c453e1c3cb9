package site

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/web"
)

var sign = flag.Bool("sign", false, "write testdata/access.golden anew, to be read and signed")

// principals are a person for each role, and those whom every test of rights
// must turn away.
var principals = []string{"lead", "admin", "group", "committee chair", "chief", "review chair", "reviewer", "team", "author",
	"approver", "practitioner", "supporter", "manager", "owner", "family link"}

func matrixWorld(t *testing.T) *accesstest.World {
	t.Helper()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	d := dbtest.Lite(t, at.Now, accesstest.Schemas(append(append([]web.Feature{}, features...), web.Feature{Name: "site", Schema: schema})...)...)
	w := accesstest.New(t, d, at, features...)
	w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('walled', $1, $2, $3, 'test', $4)`,
		w.Own, w.Account("group two"), []byte{1}, at.Now())
	w.Exec(t, `UPDATE member SET until_at = $1 WHERE account_id = $2`, at.Now(), w.Account("team two"))
	w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("author two"))
	w.Exec(t, `UPDATE session SET complete = $1 WHERE account_id = $2`, false, w.Account("approver two"))
	w.Exec(t, `UPDATE session SET ended_at = $1 WHERE account_id = $2`, at.Now(), w.Account("manager two"))
	return w
}

// turnedAway are people to whom no review opens: walled off, part ended,
// account suspended, second factor missing, session ended, part in another
// review, no part at all, not signed in.
var turnedAway = []string{"group two", "team two", "author two", "approver two", "manager two", "other lead", "other reviewer", "stranger", ""}

// inReview gives the routes of reviews.
func inReview(w *accesstest.World) []web.Route {
	var rs []web.Route
	for _, r := range w.Routes.List() {
		if r.Kind == web.InReview {
			rs = append(rs, r)
		}
	}
	return rs
}

// The access table says who may do what in which stage. It is read and signed
// by a data protection officer; a change of anybody's rights is a changed line.
func TestTheAccessTableIsTheSignedOne(t *testing.T) {
	t.Parallel()
	w := matrixWorld(t)
	opened := map[string][]access.Stage{}
	for _, stage := range access.AllStages()[1:] {
		w.Stage(t, stage)
		for _, r := range inReview(w) {
			for _, who := range principals {
				if w.May(t, who, w.Own, r.Rule) == nil {
					key := r.Method + " " + r.Path + "|" + who
					opened[key] = append(opened[key], stage)
				}
			}
		}
	}
	var b strings.Builder
	b.WriteString("Who may do what in a review, and in which stages. Whoever is not named is refused.\n")
	for _, r := range w.Routes.List() {
		fmt.Fprintf(&b, "\n%s %s  (%s)\n", r.Method, r.Path, r.Rule.Name)
		switch {
		case r.Kind == web.OpenPage:
			b.WriteString("    everybody, without signing in\n")
			continue
		case r.Kind == web.OwnPage && r.Rule.Office == 0:
			b.WriteString("    everybody who is signed in, for themselves\n")
			continue
		case r.Kind == web.OwnPage:
			fmt.Fprintf(&b, "    office: %s\n", r.Rule.Office)
			continue
		}
		if r.Rule.Opens != 0 {
			fmt.Fprintf(&b, "    opens: %s\n", r.Rule.Opens)
		}
		if r.Rule.Unattributed {
			b.WriteString("    the log does not name the person\n")
		}
		for _, who := range principals {
			if s := opened[r.Method+" "+r.Path+"|"+who]; len(s) > 0 {
				fmt.Fprintf(&b, "    %-20s %s\n", who, spans(s))
			}
		}
	}
	const file = "testdata/access.golden"
	if *sign {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the access table is not the signed one:\n%s\nRead the difference; if it is meant, run this test with -sign.", difference(string(want), b.String()))
	}
}

// spans writes stages as "Received to Closed", with gaps.
func spans(stages []access.Stage) string {
	var out []string
	for i := 0; i < len(stages); {
		j := i
		for j+1 < len(stages) && stages[j+1] == stages[j]+1 {
			j++
		}
		if i == j {
			out = append(out, stages[i].String())
		} else {
			out = append(out, stages[i].String()+" to "+stages[j].String())
		}
		i = j + 1
	}
	return strings.Join(out, ", ")
}

func difference(want, got string) string {
	was := map[string]bool{}
	section := ""
	lines := func(text string, do func(line string)) {
		for _, l := range strings.Split(text, "\n") {
			if !strings.HasPrefix(l, " ") {
				section = l
			}
			do(section + " :: " + l)
		}
	}
	lines(want, func(l string) { was[l] = true })
	var out []string
	is := map[string]bool{}
	lines(got, func(l string) {
		is[l] = true
		if !was[l] {
			out = append(out, "+ "+l)
		}
	})
	lines(want, func(l string) {
		if !is[l] {
			out = append(out, "- "+l)
		}
	})
	return strings.Join(out, "\n")
}

// Every route keeps the table: asked by every person whenever a stage changes the
// answer, for their own review, for another one, and for one that does not exist.
func TestEveryRouteKeepsTheAccessTable(t *testing.T) {
	t.Parallel()
	w := matrixWorld(t)
	missing := db.NewID()
	asked := 0
	before := map[string]error{}
	for _, stage := range access.AllStages()[1:] {
		w.Stage(t, stage)
		for _, r := range inReview(w) {
			for _, who := range principals {
				key, may := r.Method+" "+r.Path+"|"+who, w.May(t, who, w.Own, r.Rule)
				was, known := before[key]
				before[key] = may
				if known && was == may && stage != access.Closed {
					continue // asked when the answer last changed
				}
				asked++
				checkAnswer(t, w, r, who, stage, may)
			}
			if stage != access.Received && stage != access.Learning && stage != access.Closed {
				continue
			}
			for _, who := range turnedAway {
				asked += 3
				checkTurnedAway(t, w, r, who, missing)
			}
			for _, who := range []string{"lead", "practitioner"} {
				asked += 2
				checkStranger(t, w, r, who, w.Other, missing)
			}
		}
	}
	t.Logf("%d requests", asked)
}

// checkAnswer asks for the route in the person's own review. A form without its
// token is refused after the right to send it was found, so nothing changes. A
// page may know a further reason to refuse, such as not being the author, but
// never one to let in.
func checkAnswer(t *testing.T, w *accesstest.World, r web.Route, who string, stage access.Stage, may error) {
	t.Helper()
	page := w.As(t, who).Ask(r.Method, address(r.Path, w.Own))
	forbidden, stale := page.Status == http.StatusForbidden, page.Status == http.StatusBadRequest
	switch {
	case page.Status >= 500:
		t.Errorf("%s %s by %s at %s: answer %d", r.Method, r.Path, who, stage, page.Status)
	case errors.Is(may, access.ErrForbidden) && !forbidden, may != nil && page.Status < 300:
		t.Errorf("%s %s by %s at %s: answer %d, the table says %v", r.Method, r.Path, who, stage, page.Status, may)
	case r.Method == http.MethodPost && (may == nil) != stale:
		t.Errorf("%s %s by %s at %s without a token: answer %d, the table says %v", r.Method, r.Path, who, stage, page.Status, may)
	}
}

// checkTurnedAway asks as somebody to whom the review is not there.
func checkTurnedAway(t *testing.T, w *accesstest.World, r web.Route, who, missing string) {
	t.Helper()
	own := w.As(t, who).Ask(r.Method, address(r.Path, w.Own))
	none := w.As(t, who).Ask(r.Method, address(r.Path, missing))
	want := http.StatusNotFound
	if who == "" || who == "author two" || who == "approver two" || who == "manager two" {
		want = http.StatusSeeOther
	}
	if strings.HasPrefix(who, "other ") {
		none = w.As(t, who).Ask(r.Method, address(r.Path, missing))
	}
	if own.Status != want || none.Status != want || own.Text() != none.Text() {
		t.Errorf("%s %s by %q: %d for a review that is there, %d for one that is not", r.Method, r.Path, who, own.Status, none.Status)
	}
}

// checkStranger asks as a member, but for reviews that are not theirs.
func checkStranger(t *testing.T, w *accesstest.World, r web.Route, who, other, missing string) {
	t.Helper()
	there := w.As(t, who).Ask(r.Method, address(r.Path, other)).Is(http.StatusNotFound)
	none := w.As(t, who).Ask(r.Method, address(r.Path, missing)).Is(http.StatusNotFound)
	if there.Text() != none.Text() {
		t.Errorf("%s %s: %s can tell a review that exists from one that does not", r.Method, r.Path, who)
	}
}

// address fills in a route: the review, and ids of nothing for the rest.
func address(path, review string) string {
	path = strings.ReplaceAll(path, "{review}", review)
	for {
		i, j := strings.Index(path, "{"), strings.Index(path, "}")
		if i < 0 || j < 0 {
			return path
		}
		path = path[:i] + "none" + path[j+1:]
	}
}

// The tables above would say nothing if the program never said yes.
func TestTheMatrixHasBothAnswers(t *testing.T) {
	t.Parallel()
	w := matrixWorld(t)
	w.Stage(t, access.Learning)
	yes, no := 0, 0
	for _, r := range inReview(w) {
		for _, who := range principals {
			if err := w.Gate.May(context.Background(), w.Session(t, who), w.Own, r.Rule); err == nil {
				yes++
			} else {
				no++
			}
		}
	}
	if yes == 0 || no == 0 {
		t.Errorf("%d allowed, %d refused", yes, no)
	}
}
