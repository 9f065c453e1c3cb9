package agencyreport_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/http"
	stdmail "net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/job"
	"lr/internal/mail"
	"lr/internal/review"
)

// post is the program's worker with a folder for its messages.
type post struct {
	t      *testing.T
	w      *accesstest.World
	folder string
	down   bool // the mail server
	worker job.Worker
}

func newPost(t *testing.T, w *accesstest.World) *post {
	t.Helper()
	p := &post{t: t, w: w, folder: filepath.Join(t.TempDir(), "mail")}
	into := mail.Folder(p.folder)
	handle, err := mail.Handler(w.DB, w.Gate, mail.Office{Base: "https://reviews.example", Committee: "Exampleshire", From: "no-reply@exampleshire.example"},
		func(ctx context.Context, m *gomail.Msg) error {
			if p.down {
				return job.Fail(job.Unreachable, errors.New("down"))
			}
			return into(ctx, m)
		})
	must(t, err)
	p.worker = job.Worker{DB: w.DB, Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler),
		Kinds: map[string]func(context.Context, string) error{mail.Job: handle, agencyreport.Job: agencyreport.Reminder(w.Gate)}}
	p.work()
	must(t, os.RemoveAll(p.folder))
	return p
}

func (p *post) work() {
	p.t.Helper()
	_, err := p.worker.RunOnce(context.Background())
	must(p.t, err)
}

// until lets time go by, an hour at a time, to midnight at the end of the day.
func (p *post) until(year int, month time.Month, day int) {
	p.t.Helper()
	for end := time.Date(year, month, day+1, 0, 0, 0, 0, db.London()); p.w.Clock.Now().Before(end); {
		p.w.Clock.Advance(time.Hour)
		p.work()
	}
}

// letters are what came since they were last looked at: "day hour receiver: subject".
func (p *post) letters() []string {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.folder, "*.eml"))
	must(p.t, err)
	var all []string
	for _, name := range files {
		f, err := os.Open(name)
		must(p.t, err)
		m, err := stdmail.ReadMessage(f)
		must(p.t, err)
		at, err := m.Header.Date()
		must(p.t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		must(p.t, err)
		for _, word := range []string{"Canary", "harm", "Kirsty"} {
			if strings.Contains(string(body), word) {
				p.t.Errorf("a message says %q", word)
			}
		}
		all = append(all, at.In(db.London()).Format("2 Jan 15h ")+m.Header.Get("To")+": "+m.Header.Get("Subject"))
		f.Close()
		must(p.t, os.Remove(name))
	}
	return all
}

// got compares what came with what should have, in any order.
func (p *post) got(want ...string) {
	p.t.Helper()
	left := map[string]int{}
	for _, l := range p.letters() {
		left[l]++
	}
	for _, l := range want {
		left[l]--
	}
	for l, n := range left {
		if n != 0 {
			p.t.Errorf("%+d of %q", n, l)
		}
	}
}

// alone asks Social Work alone, of whom one author and one approver are there.
func alone(t *testing.T, w *accesstest.World) (request string) {
	t.Helper()
	social, health := asked(t, w)
	w.As(t, "lead").Post(w.Path("requests/"+health+"/withdraw"), url.Values{"why": {"Not needed."}}).Is(http.StatusSeeOther)
	w.Exec(t, `DELETE FROM member WHERE account_id IN ($1, $2) AND review_id = $3`, w.Account("other author"), w.Account("other approver"), w.Own)
	return social
}

const toAuthor, toApprover = "<author@lr.example>: ", "<approver@lr.example>: "

// From the request to the release: reminders come on their days in the morning,
// go to whoever has the report, and stop by themselves.
func TestRemindersComeAndStopByThemselves(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social := alone(t, w)
		p := newPost(t, w)
		p.until(2026, time.November, 8)
		p.got()
		p.until(2026, time.November, 16)
		p.got("9 Nov 08h "+toAuthor+"A report is due soon", "13 Nov 08h "+toAuthor+"A report is due soon")
		p.until(2026, time.November, 30)
		p.got("19 Nov 08h "+toAuthor+"A report is late", "24 Nov 08h "+toAuthor+"A report is late", "27 Nov 08h "+toAuthor+"A report is late")
		again(t, w)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Reminded 5 times, last on 27 November 2026", "Next 3 December 2026")
		if n := count(t, w, `SELECT COUNT(*) FROM audit_entry WHERE action = 'agencyreport.remind' AND actor = 'the program' AND review_id = $1`, w.Own); n != 5 {
			t.Errorf("the log tells of %d reminders", n)
		}
		own := w.Path("report-of/" + social)
		says(t, w, "author", social, "involvement", "Canary.").Is(http.StatusSeeOther)
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		p.until(2026, time.December, 3)
		p.got("1 Dec 01h "+toApprover+"Something waits for you", "3 Dec 08h "+toApprover+"A report waits for your signature")
		again(t, w)
		w.As(t, "approver").Post(own+"/sign", url.Values{"do": {"sign"}, "version": {"1"}}).Is(http.StatusSeeOther)
		p.until(2027, time.January, 31)
		p.got("4 Dec 01h <lead@lr.example>: Something waits for you")
		if n := count(t, w, `SELECT COUNT(*) FROM job WHERE kind = $1 AND done_at IS NULL`, agencyreport.Job); n != 0 {
			t.Errorf("%d requests are still looked after", n)
		}
	})
}

// A reminder moves with the day, rests with the clock, and a job that runs twice
// sends one message.
func TestRemindersFollowTheClock(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social := alone(t, w)
		p := newPost(t, w)
		p.until(2026, time.November, 9)
		p.got("9 Nov 08h " + toAuthor + "A report is due soon")
		for range 3 {
			must(t, agencyreport.Reminder(w.Gate)(context.Background(), w.Own+":"+social))
		}
		on(w, 2026, time.November, 10)
		for range 3 {
			must(t, agencyreport.Reminder(w.Gate)(context.Background(), w.Own+":"+social))
			p.work()
		}
		p.got()
		again(t, w)
		answer(t, w, social, url.Values{"until": {"7 December 2026"}}).Is(http.StatusSeeOther)
		p.until(2026, time.November, 26)
		p.got("10 Nov 11h "+toAuthor+"The day your report is due", "10 Nov 11h "+toApprover+"The day your report is due")
		again(t, w)
		running := regexpFind(t, w.As(t, "lead").Get(w.Path("")).OK().Body, `/clocks/([0-9a-f-]{36})">Agency report`)
		w.As(t, "lead").Post(w.Path("clocks/"+running+"/pause"), url.Values{"why": {"criminal"}, "pause": {"The police asked."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Paused")
		w.As(t, "author").Get(w.Path("report-of/"+social+"/time")).OK().Sees("The time is paused").SeesNot("By when can you send it", "proceedings")
		w.As(t, "author").Post(w.Path("report-of/"+social+"/time"), url.Values{"until": {"30 December 2026"}, "why": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("is paused")
		answer(t, w, social, url.Values{"until": {"30 December 2026"}}).Is(http.StatusUnprocessableEntity).Sees("is paused")
		p.until(2027, time.January, 10)
		p.got()
		again(t, w)
		w.As(t, "lead").Post(w.Path("clocks/"+running+"/resume"), nil).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("21 January 2027", "Next 14 January 2027")
		p.until(2027, time.January, 20)
		p.got("14 Jan 08h "+toAuthor+"A report is due soon", "20 Jan 08h "+toAuthor+"A report is due soon")
	})
}

// Nobody is written to who was walled off, lost their part or was suspended, nor
// about a report that was withdrawn or will not come.
func TestNobodyIsRemindedOfWhatIsNotTheirs(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, w *accesstest.World, request string){
		"walled off": func(t *testing.T, w *accesstest.World, _ string) {
			w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('walled', $1, $2, $3, 'test', $4)`,
				w.Own, w.Account("author"), []byte{1}, w.Clock.Now())
		},
		"part ended": func(t *testing.T, w *accesstest.World, _ string) {
			w.Exec(t, `UPDATE member SET until_at = $1 WHERE account_id = $2`, w.Clock.Now(), w.Account("author"))
		},
		"suspended": func(t *testing.T, w *accesstest.World, _ string) {
			w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("author"))
		},
		"another stage": func(t *testing.T, w *accesstest.World, _ string) {
			w.Exec(t, `UPDATE review SET stage = 5 WHERE id = $1`, w.Own)
		},
		"not coming": func(t *testing.T, w *accesstest.World, request string) {
			w.As(t, "lead").Post(w.Path("requests/"+request+"/missing"), url.Values{"reason": {"No record."}}).Is(http.StatusSeeOther)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *accesstest.World) {
				social := alone(t, w)
				p := newPost(t, w)
				change(t, w, social)
				p.until(2026, time.November, 27)
				p.got()
				if n := count(t, w, `SELECT COUNT(*) FROM agency_reminder`); n != 0 {
					t.Errorf("%d reminders stand written", n)
				}
			})
		})
	}
	t.Run("withdrawn", func(t *testing.T) {
		each(t, func(t *testing.T, w *accesstest.World) {
			social := alone(t, w)
			p := newPost(t, w)
			w.As(t, "lead").Post(w.Path("requests/"+social+"/withdraw"), url.Values{"why": {"Canary."}}).Is(http.StatusSeeOther)
			p.until(2026, time.November, 27)
			p.got("2 Nov 11h "+toAuthor+"A report is not needed any more", "2 Nov 11h "+toApprover+"A report is not needed any more")
		})
	})
}

// A reminder that cannot go by the evening does not go at night: the next working
// morning decides again.
func TestAReminderNeverGoesAtNight(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alone(t, w)
		p := newPost(t, w)
		p.down = true
		p.until(2026, time.November, 13) // a Friday; both turns before the day were missed
		w.Clock.Advance(2 * time.Hour)
		p.down = false
		p.until(2026, time.November, 17)
		p.got("16 Nov 08h " + toAuthor + "A report is due soon")
		again(t, w)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Reminded once, on 16 November 2026")
	})
}

// A reminder that a busy program takes up in the evening waits for the morning.
func TestAReminderTakenUpInTheEveningWaits(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alone(t, w)
		p := newPost(t, w)
		w.Clock.Set(time.Date(2026, time.November, 9, 18, 0, 0, 0, db.London()))
		p.work()
		p.got()
		p.until(2026, time.November, 10)
		p.got("10 Nov 08h " + toAuthor + "A report is due soon")
		if n := count(t, w, `SELECT COUNT(*) FROM audit_entry WHERE action = 'agencyreport.remind'`); n != 1 {
			t.Errorf("the log tells of %d reminders", n)
		}
	})
}

// What went before a request was withdrawn does not count when it is made again.
func TestRemindersAreCountedAnewForANewRequest(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social := alone(t, w)
		p := newPost(t, w)
		p.until(2026, time.November, 10)
		p.got("9 Nov 08h " + toAuthor + "A report is due soon")
		again(t, w)
		lead := w.As(t, "lead")
		lead.Get(w.Path("requests")).OK().Sees("Reminded once, on 9 November 2026")
		lead.Post(w.Path("requests/"+social+"/withdraw"), url.Values{"why": {"Not needed."}}).Is(http.StatusSeeOther)
		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Social}, "about": {"Kirsty"}, "outline": {"Needed after all."},
			"due": {"30 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("requests")).OK().Sees("None yet", "Next 23 November 2026").SeesNot("Reminded once")
	})
}

// Who was told a new day is not reminded of it the next morning.
func TestANewDayIsNotRemindedOfAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social := alone(t, w)
		p := newPost(t, w)
		on(w, 2026, time.November, 10)
		again(t, w)
		answer(t, w, social, url.Values{"until": {"17 November 2026"}}).Is(http.StatusSeeOther)
		p.until(2026, time.November, 16)
		p.got("10 Nov 11h "+toAuthor+"The day your report is due", "10 Nov 11h "+toApprover+"The day your report is due",
			"16 Nov 08h "+toAuthor+"A report is due soon")
	})
}

// The committee's own settings say when: other days, other hours, local holidays.
func TestTheCommitteeSaysWhenIsReminded(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		own := review.Usual()
		own.Remind = review.Remind{Before: []int{2}, Every: 1, QuietFrom: 15, QuietUntil: 11}
		own.LocalHolidays = []clock.Holiday{{Day: db.Date{Year: 2026, Month: time.November, Day: 17}, Name: "Invented day"}}
		settings, err := json.Marshal(own)
		must(t, err)
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, string(settings), accesstest.Child)
		alone(t, w)
		p := newPost(t, w)
		p.until(2026, time.November, 19)
		p.got("12 Nov 11h "+toAuthor+"A report is due soon", "18 Nov 11h "+toAuthor+"A report is late", "19 Nov 11h "+toAuthor+"A report is late")
	})
}

func regexpFind(t *testing.T, in, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(in)
	if m == nil {
		t.Fatalf("nothing like %s", pattern)
	}
	return m[1]
}
