package chronology

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/web"
)

// What the large review is made of.
const (
	benchAgencies = 12
	benchEntries  = 5000
	benchRows     = 10_000
)

// bare is a page that shows nothing: what every page of a review costs.
var bare = web.Feature{Name: "bare", Routes: func(rs *web.Routes) {
	page := web.NewPage[struct{}](fs.FS(fstest.MapFS{"bare.html": {Data: []byte(`{{define "title"}}Bare{{end}}{{define "main"}}<h1>Bare</h1>{{end}}`)}}), "bare.html")
	web.Add(rs, "GET /reviews/{review}/bare", func(r *web.Request, p access.Pass[See]) (web.Answer, error) {
		return page.With(struct{}{}), p.Read(r.Context(), func(*db.Tx) error { return nil })
	})
}}

var (
	benchPosts = []string{"health visitor, Sampleton office", "social worker, Exampleton duty desk", "community officer", "teacher, Invented Primary", "support worker"}
	benchWhats = []string{"Home visit. Child 1 was seen at the door and Adult 2 said that all was well.", "Telephone call from Adult 3, who was worried because nobody had been heard for two days.",
		"The appointment was missed. No reason was given, and another was offered for the week after.", "Meeting of the professionals. The plan was read through and stayed as it was.",
		"Letter from the invented clinic about Child 1: weight gained since the last time, next check in six weeks."}
)

// benchTable is a table of invented rows, the nth of which says that it is the nth.
func benchTable(agency, rows int, each func(cells []string)) {
	each([]string{"Date", "Time", "Source", "Reference", "Professional", "Event", "Action taken", "Who was seen"})
	for i := range rows {
		at := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, (i*37+agency*11)%4000)
		each([]string{at.Format("02/01/2006"), fmt.Sprintf("%02d:%02d", 8+i%10, i*7%60), "Case notes", fmt.Sprintf("%d/%d", agency, i), benchPosts[(i+agency)%len(benchPosts)],
			fmt.Sprintf("%s Invented row %d of agency %d.", benchWhats[(i*3+agency)%len(benchWhats)], i, agency),
			"The worker told their senior and wrote it into the plan.", "Child 1, with Adult 2"})
	}
}

func pastedTable(agency, rows int) url.Values {
	var b strings.Builder
	benchTable(agency, rows, func(cells []string) { b.WriteString(strings.Join(cells, "\t") + "\n") })
	return url.Values{"table": {b.String()}}
}

// large is a review with the entries of so many agencies, released but for the
// last one.
func large(b *testing.B, database func(testing.TB, func() time.Time, ...fs.FS) *db.DB) *accesstest.World {
	b.Helper()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	features := []web.Feature{agencyreport.Feature, Feature, bare}
	w := accesstest.New(b, database(b, at.Now, accesstest.Schemas(features...)...), at, features...)
	w.Stage(b, access.Gathering)
	for kind, name := range map[string]string{"Child": "Mirren Inventedname", "Adult": "Torquil Inventedname", "Staff": "Senga Madeupname", "Place": "Nowhere Primary School"} {
		w.As(b, "lead").Post(w.Path("people"), url.Values{"kind": {kind}, "name": {name}}).Is(http.StatusSeeOther)
	}
	for n := range benchAgencies {
		beAgency(b, w, n)
		w.Exec(b, `INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, about, outline, progress, released) VALUES ($1, $2, $3, $4, 'x', $4, $5, $5, 'asked', 0)`,
			db.NewID(), w.Own, agencyN(n), "2026-11-02", []byte{1})
		take(b, w, lay(b, w, pastedTable(n, benchEntries/benchAgencies+1)))
		if n < benchAgencies-1 {
			w.Exec(b, `UPDATE agency_request SET released = 1 WHERE agency_id = $1`, agencyN(n))
		}
	}
	w.Stage(b, access.SettingUp)
	return w
}

func agencyN(n int) string { return fmt.Sprintf("agency-%02d", n) }

// beAgency has the author write for the nth agency.
func beAgency(b *testing.B, w *accesstest.World, n int) {
	w.Exec(b, `INSERT INTO agency (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, agencyN(n), fmt.Sprintf("Invented agency %d", n))
	w.Exec(b, `UPDATE member SET agency_id = $1 WHERE account_id = $2 AND review_id = $3`, agencyN(n), w.Account("author"), w.Own)
}

func lay(b *testing.B, w *accesstest.World, table url.Values) string {
	return w.As(b, "author").Post(w.Path("chronology/mine/paste"), table).Is(http.StatusSeeOther).Location
}

func take(b *testing.B, w *accesstest.World, at string) {
	w.As(b, "author").Post(at, nil).Is(http.StatusSeeOther)
}

func onBoth(b *testing.B, bench func(b *testing.B, w *accesstest.World)) {
	b.Run("sqlite", func(b *testing.B) { bench(b, large(b, dbtest.Lite)) })
	b.Run("postgres", func(b *testing.B) { bench(b, large(b, dbtest.Postgres)) })
}

// floors are what the others are compared with, measured in the same run.
type floors struct{ bare, excelize time.Duration }

// timed runs what is measured, with what comes before each time off the clock,
// and says how long it took in thousandths of a second, and in bare pages.
func timed(b *testing.B, name string, floor *floors, before, run func()) {
	b.Run(name, func(b *testing.B) {
		worked := time.Duration(0)
		for b.Loop() {
			b.StopTimer()
			before()
			b.StartTimer()
			from := processor(b)
			run()
			worked += processor(b) - from
		}
		b.ReportMetric(float64((worked/time.Duration(b.N)).Microseconds())/1000, "processor-ms")
		each := b.Elapsed() / time.Duration(b.N)
		b.ReportMetric(float64(each.Microseconds())/1000, "ms/page")
		if floor.bare == 0 {
			floor.bare = each
		}
		if name == "excelize" {
			floor.excelize = each
		}
		b.ReportMetric(float64(each)/float64(floor.bare), "bare-pages")
		if floor.excelize > 0 {
			b.ReportMetric(float64(each)/float64(floor.excelize), "of-excelize")
		}
		b.ReportMetric(0, "ns/op")
	})
}

// processor is the time that this program has had of a processor: what a busy
// machine does not lengthen.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// The first screen of the line of 5,000 entries of twelve agencies, and what is
// looked for in it.
func BenchmarkLine(b *testing.B) {
	onBoth(b, func(b *testing.B, w *accesstest.World) {
		w.Exec(b, `UPDATE agency_request SET released = 1 WHERE agency_id = $1`, agencyN(benchAgencies-1))
		var floor floors
		page := func(path, sees string) func() {
			return func() {
				if p := w.As(b, "lead").Get(w.Path(path)); p.Status != http.StatusOK || !strings.Contains(p.Body, sees) {
					b.Fatalf("%s answers %d without %q", path, p.Status, sees)
				}
			}
		}
		nothing := func() {}
		page("chronology?words=x", "entries")() // which fills the memory
		timed(b, "bare", &floor, nothing, page("bare", "Bare"))
		timed(b, "warm", &floor, nothing, page("chronology", "5,004 entries"))
		timed(b, "cold", &floor, func() { w.Restart(b) }, page("chronology", "5,004 entries"))
		timed(b, "search", &floor, nothing, page("chronology?words=MISSED+clìnic&agency=agency-03&from=2016&to=2020", "of 5,004 entries"))
		timed(b, "search-cold", &floor, func() { w.Restart(b) }, page("chronology?words=missed+appointment", "of 5,004 entries"))
		timed(b, "last-page", &floor, nothing, page("chronology?page=101", "page 101 of 101"))
	})
}

// The last agency's table comes in, and the line with it.
func BenchmarkUpload(b *testing.B) {
	onBoth(b, func(b *testing.B, w *accesstest.World) {
		last := agencyN(benchAgencies - 1)
		author, table := w.As(b, "author"), pastedTable(benchAgencies-1, benchEntries/benchAgencies+1)
		afresh := func() {
			w.Stage(b, access.Gathering)
			w.Exec(b, `DELETE FROM chronology_named`)
			w.Exec(b, `DELETE FROM chronology_entry WHERE agency_id = $1`, last)
			w.Exec(b, `UPDATE agency_request SET released = 0 WHERE agency_id = $1`, last)
		}
		var floor floors
		timed(b, "bare", &floor, func() {}, func() { w.As(b, "lead").Get(w.Path("bare")).Is(http.StatusOK) })
		timed(b, "table", &floor, afresh, func() {
			at := lay(b, w, table)
			author.Get(at).Is(http.StatusOK)
			take(b, w, at)
			w.Exec(b, `UPDATE agency_request SET released = 1 WHERE agency_id = $1`, last)
			w.As(b, "lead").Get(w.Path("chronology")).Is(http.StatusOK).Sees("5,004 entries")
		})
	})
}

// A workbook of 10,000 rows is read, checked and merged.
func BenchmarkWorkbook(b *testing.B) {
	onBoth(b, func(b *testing.B, w *accesstest.World) {
		w.Stage(b, access.Gathering)
		data := benchBook(b)
		send := func() string {
			page := w.As(b, "author").Upload(w.Path("chronology/mine/paste"), "invented.xlsx", data)
			return page.Is(http.StatusSeeOther).Location
		}
		afresh := func() {
			w.Exec(b, `DELETE FROM chronology_named`)
			w.Exec(b, `DELETE FROM chronology_entry WHERE agency_id = $1`, agencyN(benchAgencies-1))
			w.Exec(b, `DELETE FROM chronology_table`)
		}
		var floor floors
		timed(b, "bare", &floor, func() {}, func() { w.As(b, "lead").Get(w.Path("bare")).Is(http.StatusOK) })
		timed(b, "excelize", &floor, func() {}, func() { readByExcelize(b, data) })
		at := ""
		timed(b, "brought", &floor, afresh, func() { at = send() })
		timed(b, "looked-at", &floor, func() { afresh(); at = send() }, func() { w.As(b, "author").Get(at).Is(http.StatusOK).Sees("New 10000") })
		timed(b, "taken-in", &floor, func() { afresh(); at = send() }, func() { take(b, w, at) })
		timed(b, "brought-and-taken-in", &floor, afresh, func() { take(b, w, send()) })
		b.Run("memory", func(b *testing.B) {
			for b.Loop() {
				afresh()
				b.ReportMetric(float64(most(func() { take(b, w, send()) }))/(1<<20), "MiB")
			}
		})
	})
}

// most is by how much the heap grew while something ran.
func most(run func()) uint64 {
	heap := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	runtime.GC()
	before, top, done := heap(), uint64(0), make(chan bool)
	go func() {
		for {
			select {
			case <-done:
				done <- true
				return
			case <-time.After(5 * time.Millisecond):
				top = max(top, heap())
			}
		}
	}()
	run()
	done <- true
	<-done
	return max(top, before) - before
}

// benchBook is a workbook with a table of words, as excelize writes it.
func benchBook(b *testing.B) []byte {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	f := excelize.NewFile()
	defer f.Close()
	sheet, err := f.NewStreamWriter("Sheet1")
	must(err)
	n := 0
	benchTable(benchAgencies, benchRows, func(cells []string) {
		n++
		row := make([]any, len(cells))
		for i, c := range cells {
			row[i] = c
		}
		must(sheet.SetRow("A"+strconv.Itoa(n), row))
	})
	must(sheet.Flush())
	var out bytes.Buffer
	must(f.Write(&out))
	return out.Bytes()
}

// readByExcelize reads every cell of the workbook and does nothing with them.
func readByExcelize(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if rows, err := f.GetRows("Sheet1"); err != nil || len(rows) != benchRows+1 {
		b.Fatalf("excelize reads %d rows: %v", len(rows), err)
	}
}
