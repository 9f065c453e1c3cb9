package site

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/seal"
)

// What the busy day is made of. BENCH_REVIEWS gives another number of reviews.
const (
	benchReviews = 1000
	benchPeople  = 200
	benchAreas   = 9                     // among whose officers and agencies the reviews are shared out
	benchYears   = 2                     // over which the reviews began, all of them still open
	benchThink   = 5 * time.Second       // between two clicks of one person, on average
	benchMorning = time.Minute           // in which pages are found, and not counted
	benchAgain   = 15 * time.Millisecond // between two pages opened so that no kind is rare
	benchDay     = 8 * time.Minute
	bareKind     = "/accessibility"
)

// depths is how far a part of the reviews of the busy day are told, in turn. The
// others, told last, are notified only.
var depths = []string{"triage", "request", "report", "triage", "recommend", "decide", "triage", "request", "group", "request"}

func depth(i, reviews int) string {
	if i >= reviews/3 {
		return "notify"
	}
	return depths[i%len(depths)]
}

// busyDay is an installation with that many reviews.
func busyDay(b *testing.B, database string) *Installation {
	b.Helper()
	ctx := context.Background()
	reviews := benchReviews
	if n, err := strconv.Atoi(os.Getenv("BENCH_REVIEWS")); err == nil {
		reviews = n
	}
	dir := b.TempDir()
	began := db.DateOf(clock.Real()).AddDays(-60)
	at := clock.NewFixed(began.In(db.London()))
	in, err := Open(ctx, Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Database: database,
		Base: "http://localhost", Committee: "Exampleshire Public Protection (fictional)", Now: at.Now, Log: quiet()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { in.Close() })
	if err := in.DB.Write(ctx, func(tx *db.Tx) error { return in.makePeople(ctx, tx) }); err != nil {
		b.Fatal(err)
	}
	for i := range reviews {
		began := began.AddDays((i - reviews) * benchYears * 365 / reviews)
		s := &story{about: []guidance.Track{guidance.Child, guidance.Adult}[i%2], subject: fmt.Sprintf("Number%d Invented", i),
			what: "Somebody was found in great need.", began: began, as: in.desks()}
		for _, c := range chapters {
			at.Set(began.AddDays(c.day).In(db.London()).Add(10 * time.Hour))
			if err := tell(telling{story: s, chapter: c}); err != nil {
				b.Fatal(err)
			}
			if c.name == depth(i, reviews) {
				break
			}
		}
		if (i+1)%50 == 0 {
			fmt.Fprintf(os.Stderr, "\r%d of %d reviews are made up…", i+1, reviews)
		}
	}
	fmt.Fprintln(os.Stderr)
	at.Set(clock.Real())
	if err := in.DB.Write(ctx, func(tx *db.Tx) error { return in.shareOut(ctx, tx) }); err != nil {
		b.Fatal(err)
	}
	return in
}

// inArea is the key of somebody who does in that area what the person does in the first.
func inArea(key string, area int) string {
	if area == 0 {
		return key
	}
	return fmt.Sprint(key, area)
}

// shareOut gives each area people of its own, and the reviews to the areas in turn.
func (in *Installation) shareOut(ctx context.Context, tx *db.Tx) error {
	reviews, err := db.All(ctx, tx, db.Column[string], `SELECT id FROM review ORDER BY opened_at, id`)
	if err != nil {
		return err
	}
	shares := make([][]string, benchAreas)
	for i, id := range reviews {
		shares[i%benchAreas] = append(shares[i%benchAreas], id)
	}
	for _, p := range demoPeople {
		was, err := demoAccount(tx, ctx, p.Key)
		if err != nil {
			return err
		}
		for area := 1; area < benchAreas; area++ {
			key := inArea(p.Key, area)
			is, err := in.Gate.AddAccount(ctx, tx, seal.T(p.Name), seal.T(key+"@exampleshire.example"), p.Offices...)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO demo_person (key, account_id) VALUES ($1, $2)`, key, is); err != nil {
				return err
			}
			which, ids := db.Among(tx, "review_id", shares[area])
			for _, query := range []string{`UPDATE member SET account_id = $2 WHERE account_id = $3 AND `, `UPDATE review_task SET account_id = $2 WHERE account_id = $3 AND `} {
				if _, err := tx.Exec(ctx, query+which, ids, is, was); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// stopwatch holds how long the server took since the morning, by kind of page, and the
// pages found in the morning, by kind and then by who may open them.
type stopwatch struct {
	sync.Mutex
	in      *Installation
	morning bool
	took    map[string][]time.Duration
	found   map[string]map[*desk][]string
}

// numbered is what differs, beside what kindOf leaves out, between pages that are as
// much work.
var numbered = regexp.MustCompile(`(/skip/|/forms/|/agencies/|page=|version=)[\w-]+`)

func benchKind(path string) string { return numbered.ReplaceAllString(kindOf(path), "$1#") }

// open opens a page as that person, and gives where it leads to: to the person's work,
// and elsewhere.
func (w *stopwatch) open(d *desk, path string) (work, elsewhere []string) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if d.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "lr", Value: d.cookie})
	}
	rec, began := httptest.NewRecorder(), time.Now()
	w.in.Handler.ServeHTTP(rec, r)
	took, kind := time.Since(began), benchKind(path)
	if rec.Code >= http.StatusBadRequest {
		panic(fmt.Sprint(d.who, " was led to ", path, ", which answers ", rec.Code))
	}
	for _, link := range linkTo.FindAllStringSubmatch(rec.Body.String(), -1) {
		switch to := strings.ReplaceAll(link[1], "&amp;", "&"); {
		case strings.HasPrefix(to, "/static/"):
		case ofWork(to):
			work = append(work, to)
		default:
			elsewhere = append(elsewhere, to)
		}
	}
	w.Lock()
	defer w.Unlock()
	w.took[kind] = append(w.took[kind], took)
	if w.morning {
		w.find(d, work...)
	}
	return work, elsewhere
}

// ofWork says whether it is a page that people come for.
func ofWork(path string) bool {
	return slices.ContainsFunc([]string{"/reviews/", "/yearly", "/committees/", "/?", "/notify/"}, func(start string) bool { return strings.HasPrefix(path, start) })
}

func (w *stopwatch) find(d *desk, paths ...string) {
	for _, path := range paths {
		kind := benchKind(path)
		if w.found[kind] == nil {
			w.found[kind] = map[*desk][]string{}
		}
		if !slices.Contains(w.found[kind][d], path) {
			w.found[kind][d] = append(w.found[kind][d], path)
		}
	}
}

// findNotifying finds what somebody without an account comes to: of each track a
// notification in the middle, and one that arrived.
func (w *stopwatch) findNotifying() {
	for _, about := range []guidance.Track{guidance.Child, guidance.Adult} {
		s := &story{about: about, subject: "Invented Lastly", what: "Somebody was found in great need.", began: db.DateOf(clock.Real()), as: w.in.desks()}
		d := s.as("").(*desk)
		d.Go("/notify/" + string(about))
		s.tellWho(d)
		w.find(d, d.Path())
		s.notify()
		w.find(d, d.Path())
	}
}

// walk is one person who reads on from link to link, four times of five to a page of
// their work, and goes back to the start after a few pages.
func (w *stopwatch) walk(d *desk, until time.Time) {
	path, left := "/", 0
	for time.Now().Before(until) {
		time.Sleep(time.Duration(rand.ExpFloat64() * float64(benchThink)))
		to, elsewhere := w.open(d, path)
		if rand.IntN(5) == 0 {
			to = elsewhere
		}
		if left--; left < 0 || len(to) == 0 {
			path, left = "/", 6
			continue
		}
		path = to[rand.IntN(len(to))]
	}
}

// spend lets people walk for that long.
func (w *stopwatch) spend(people []*desk, length time.Duration) {
	until := time.Now().Add(length)
	var all sync.WaitGroup
	all.Go(func() { w.again(until) })
	for _, d := range people {
		all.Go(func() { w.walk(d, until) })
	}
	all.Wait()
}

// again opens, beside those who walk, pages that were found: always one of the kind
// that was opened least until now, so that even the rarest kind is opened often enough
// to say how slow its slowest are.
func (w *stopwatch) again(until time.Time) {
	for time.Now().Before(until) {
		time.Sleep(time.Duration(rand.ExpFloat64() * float64(benchAgain)))
		w.open(w.rarest())
	}
}

// rarest is somebody, and a page of the kind that was opened least.
func (w *stopwatch) rarest() (*desk, string) {
	w.Lock()
	defer w.Unlock()
	least := ""
	for kind := range w.found {
		if least == "" || len(w.took[kind]) < len(w.took[least]) {
			least = kind
		}
	}
	for d, pages := range w.found[least] { // in no order
		return d, pages[rand.IntN(len(pages))]
	}
	panic("no page was found to begin with")
}

// BenchmarkABusyDay has 200 people of nine areas on at a time, and says
// how long the server takes for a page: at p99 over all pages, for the slowest
// kind of page, and for a page with no data on it in the same run.
func BenchmarkABusyDay(b *testing.B) {
	for _, on := range databases {
		b.Run(on.name, func(b *testing.B) {
			in := busyDay(b, on.database(b))
			var people []*desk
			for i := range benchPeople {
				d := &desk{in: in, who: inArea(demoPeople[i%len(demoPeople)].Key, i/len(demoPeople)%benchAreas)}
				d.signIn()
				people = append(people, d)
			}
			b.ResetTimer()
			for range b.N {
				w := &stopwatch{in: in, morning: true, took: map[string][]time.Duration{}, found: map[string]map[*desk][]string{}}
				w.findNotifying()
				w.spend(people, benchMorning)
				w.morning = false
				clear(w.took)
				w.spend(people, benchDay)
				w.report(b)
			}
		})
	}
}

// quantile is the time within which that part of the answers came.
func quantile(took []time.Duration, part float64) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}

// report prints the kinds of pages, the slowest first.
func (w *stopwatch) report(b *testing.B) {
	var pages []time.Duration
	for kind, took := range w.took {
		if kind != bareKind {
			pages = append(pages, took...)
		}
	}
	bare := w.took[bareKind]
	if len(bare) < 20 {
		b.Fatalf("the bare page was opened %d times only", len(bare))
	}
	kinds := slices.SortedFunc(maps.Keys(w.took), func(a, b string) int {
		return int(quantile(w.took[b], 0.99) - quantile(w.took[a], 0.99))
	})
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	fmt.Printf("%10s %8s %8s %8s  %s\n", "p99 ms", "max ms", "p50 ms", "opened", "page")
	for _, kind := range kinds {
		took := w.took[kind]
		fmt.Printf("%10.1f %8.1f %8.1f %8d  %s\n", ms(quantile(took, 0.99)), ms(slices.Max(took)), ms(quantile(took, 0.5)), len(took), kind)
	}
	b.ReportMetric(ms(quantile(pages, 0.5)), "p50-ms")
	b.ReportMetric(ms(quantile(pages, 0.99)), "p99-ms")
	slowest := quantile(w.took[kinds[0]], 0.99)
	b.ReportMetric(ms(slowest), "slowest-kind-p99-ms")
	b.ReportMetric(float64(slowest)/float64(quantile(bare, 0.99)), "slowest-kind-to-bare")
	b.ReportMetric(float64(quantile(pages, 0.99))/float64(quantile(bare, 0.99)), "p99-to-bare")
	b.ReportMetric(float64(quantile(pages, 0.5))/float64(quantile(bare, 0.5)), "p50-to-bare")
	b.ReportMetric(0, "ns/op")
}
