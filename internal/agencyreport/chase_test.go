package agencyreport_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// on puts the clock to ten in the morning of a day of 2026 or later.
func on(w *accesstest.World, year int, month time.Month, day int) {
	w.Clock.Set(time.Date(year, month, day, 10, 0, 0, 0, db.London()))
}

// sign the people in anew: their sessions ended with the days.
func again(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Exec(t, `UPDATE session SET created_at = $1, seen_at = $1`, w.Clock.Now())
}

var wantedID = regexp.MustCompile(`name="wanted" value="([^"]*)"`)

// answer is the lead officer's answer to what the page of a request shows.
func answer(t *testing.T, w *accesstest.World, request string, typed url.Values) accesstest.Page {
	t.Helper()
	page := w.As(t, "lead").Get(w.Path("requests/" + request)).OK()
	if m := wantedID.FindStringSubmatch(page.Body); m != nil {
		typed.Set("wanted", m[1])
	}
	return w.As(t, "lead").Post(w.Path("requests/"+request+"/time"), typed)
}

// More time is asked for and given inside: the clock, the tasks and the page move
// with it, and both sides see what was said. [ASP22 p8]
func TestMoreTimeIsAskedForAndGiven(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		author, lead, own := w.As(t, "author"), w.As(t, "lead"), w.Path("report-of/"+social)
		author.Get(own).OK().Sees("Ask for more time")
		author.Post(own+"/time", nil).Is(http.StatusUnprocessableEntity).Sees("Give the day by which you can send it", "why you need longer")
		for day, fault := range map[string]string{"16 November 2026": "Give a day after 16 November 2026", "20 November 2028": "within the next year"} {
			author.Post(own+"/time", url.Values{"until": {day}, "why": {"Canary reason."}}).Is(http.StatusUnprocessableEntity).Sees(fault, "Canary reason.")
		}
		author.Post(own+"/time", url.Values{"until": {"23 November 2026"}, "why": {"Canary reason, one worker is away."}}).Is(http.StatusSeeOther)
		author.Get(own+"/time").OK().Sees("You asked for time until 23 November 2026. The lead officer has not answered yet.", "Canary reason, one worker")
		lead.Get("/").OK().Sees("Answer Exampleshire Social Work, which asks for more time").SeesNot("Canary")
		lead.Get(w.Path("requests")).OK().Sees("0 of 2 in, 1 asking for more time", "Asks for time until 23 November 2026", "opened").SeesNot("Canary")
		w.As(t, "reviewer").Get(w.Path("requests")).Is(http.StatusForbidden)
		w.As(t, "committee chair").Get(w.Path("requests")).OK().Sees("Asks for time until").SeesNot("Canary", "What you can do")
		lead.Get(w.Path("requests/"+social)).OK().Sees("Name of author asks for time until 23 November 2026 , 7 days more", "Canary reason")

		answer(t, w, social, url.Values{}).Is(http.StatusUnprocessableEntity).Sees("Choose what you answer")
		answer(t, w, social, url.Values{"answer": {"none"}}).Is(http.StatusUnprocessableEntity).Sees("why there cannot be more time")
		answer(t, w, social, url.Values{"answer": {"other"}, "until": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("Give a day after 16 November 2026")
		answer(t, w, social, url.Values{"answer": {"other"}, "until": {"20 November 2026"}, "sentence": {"The group meets on 23 November."}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot("asks for more time")
		lead.Get(w.Path("requests")).OK().Sees("20 November 2026", "More time once, first 16 November 2026").SeesNot("Asks for time")
		lead.Get(w.Path("requests/"+social)).OK().Sees("Further time given by the lead officer", "Gave more time, until 20 November 2026", "The group meets on 23 November.")
		author.Get(own+"/time").OK().Sees("Due 20 November 2026", "The group meets on 23 November.", "Name of lead")
		author.Get(own).OK().Sees("Due 20 November 2026")
		author.Get("/").OK().Sees("By 20 November 2026")
		author.Get(own).OK().Sees("Begin") // asking for time is not beginning
		if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE kind = 'time-answered' AND to_account = $1 AND link = $2`, w.Account("author"), own+"/time"); n != 1 {
			t.Errorf("%d messages of the answer", n)
		}

		author.Post(own+"/time", url.Values{"until": {"30 November 2026"}, "why": {"Records came late."}}).Is(http.StatusSeeOther)
		old := wantedID.FindStringSubmatch(lead.Get(w.Path("requests/" + social)).Body)[1]
		author.Post(own+"/time", url.Values{"until": {"27 November 2026"}, "why": {"Sooner than thought."}}).Is(http.StatusSeeOther)
		lead.Post(w.Path("requests/"+social+"/time"), url.Values{"wanted": {old}, "answer": {"wanted"}}).Is(http.StatusConflict)
		answer(t, w, social, url.Values{"answer": {"none"}, "sentence": {"The meeting is fixed."}}).Is(http.StatusSeeOther)
		author.Get(own+"/time").OK().Sees("Due 20 November 2026", "The meeting is fixed.", "Gave no more time")
		answer(t, w, social, url.Values{"until": {"24 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("requests")).OK().Sees("More time 2 times, first 16 November 2026")
		lead.Get(w.Path("")).OK().Sees("24 November 2026")
	})
}

// Once late, a reason is asked of the agency; it lands with the clock, so that
// the review no longer says that it is missing. [SCR15 p9]
func TestEachLatenessGetsItsReason(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		own := w.Path("report-of/" + social)
		w.As(t, "author").Get(own + "/time").OK().SeesNot("Why is it late?")
		w.As(t, "author").Post(own+"/late", url.Values{"cause": {"staff"}}).Is(http.StatusConflict)
		on(w, 2026, time.November, 17)
		again(t, w)
		w.As(t, "lead").Get(w.Path("")).OK().Sees("The reason is not given yet")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("0 of 2 in, 2 late", "1 working day late", "Reason not given yet", "Write down why")
		w.As(t, "author").Get(own).OK().Sees("Say why it is late, or ask for more time")
		w.As(t, "author").Get(own+"/time").OK().Sees("Why is it late?", "1 working day late")
		w.As(t, "author").Post(own+"/late", nil).Is(http.StatusUnprocessableEntity).Sees("Choose what comes closest")
		w.As(t, "author").Post(own+"/late", url.Values{"cause": {"other"}}).Is(http.StatusUnprocessableEntity).Sees("Say what the reason was")
		w.As(t, "author").Post(own+"/late", url.Values{"cause": {"staff"}, "late": {"Canary, two posts are empty."}}).Is(http.StatusSeeOther)
		w.As(t, "author").Get(own+"/time").OK().SeesNot("Why is it late?").Sees("Said why it is late", "People were away, or there were too few. Canary, two posts are empty.")
		w.As(t, "lead").Post(w.Path("requests/"+health+"/late"), url.Values{"cause": {"other"}, "late": {"A flood in the archive."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Why: People were away, or there were too few. Canary", "Why: A flood in the archive.").SeesNot("Reason not given yet")
		w.As(t, "lead").Get(w.Path("")).OK().SeesNot("Reason not given yet")
		w.As(t, "author two").Get(w.Path("report-of/" + health + "/time")).OK().Sees("A flood in the archive.").SeesNot("Canary")
		for _, page := range []string{"", "requests", "reports"} {
			w.As(t, "author two").Get(w.Path(page)).SeesNot("Canary")
		}
		w.As(t, "author").Get(own).OK().Sees("Ask for more time").SeesNot("Say why")
		released(t, w, social, "Our account.")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("1 of 2 in, 1 late", "Came 1 working day late")
		w.As(t, "author").Get(own).OK().SeesNot("Ask for more time", "Say why")
		w.Exec(t, `UPDATE review_clock SET late_reason = NULL`)
		w.As(t, "author").Get(own).OK().Sees("Say why it came late")
		w.As(t, "author").Post(own+"/late", url.Values{"cause": {"work"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Why: Other work could not wait")
	})
}

// What is asked about one agency's time changes nothing for another, nor for
// somebody walled off or a stranger who guesses the address.
func TestAnotherAgencysTimeShowsToNobody(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		token := regexp.MustCompile(`name="_once" value="[^"]+"`)
		pages := func() string {
			var all strings.Builder
			for _, who := range []string{"author two", "approver two", "team", "group", "practitioner", "other lead"} {
				for _, path := range []string{"/", w.Path(""), w.Path("report-of/" + health), w.Path("report-of/" + health + "/time"), w.Path("reports"), w.Path("requests"),
					w.Path("report-of/" + social + "/time")} {
					all.WriteString(who + " " + path + token.ReplaceAllString(w.As(t, who).Get(path).Body, "") + "\n")
				}
			}
			return all.String()
		}
		on(w, 2026, time.November, 18)
		again(t, w)
		before := pages()
		w.As(t, "author").Post(w.Path("report-of/"+social+"/time"), url.Values{"until": {"30 November 2026"}, "why": {"Canary."}}).Is(http.StatusSeeOther)
		w.As(t, "author").Post(w.Path("report-of/"+social+"/late"), url.Values{"cause": {"work"}, "late": {"Canary."}}).Is(http.StatusSeeOther)
		answer(t, w, social, url.Values{"answer": {"wanted"}, "sentence": {"Canary."}}).Is(http.StatusSeeOther)
		if after := pages(); after != before {
			t.Error("somebody can tell that another agency asked for more time")
		}
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('walled', $1, $2, $3, 'test', $4)`,
			w.Own, w.Account("author"), []byte{1}, w.Clock.Now())
		for _, who := range []string{"author", "author two", "approver two", "stranger", "other lead", "lead"} {
			for _, path := range []string{"/time", "/late"} {
				theirs := w.As(t, who).Post(w.Path("report-of/"+social+path), url.Values{"until": {"10 December 2026"}, "why": {"x"}, "cause": {"work"}})
				none := w.As(t, who).Post(w.Path("report-of/"+db.NewID()+path), url.Values{"until": {"10 December 2026"}, "why": {"x"}, "cause": {"work"}})
				if theirs.Status < 400 || theirs.Status != none.Status || theirs.Text() != none.Text() {
					t.Errorf("%s at %s: %d, and %d for a request that is not there", who, path, theirs.Status, none.Status)
				}
			}
		}
	})
}

// A request can be taken back and made again. Its people are told, lose their
// part and get it again; what they wrote waits for them.
func TestARequestIsWithdrawnAndAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		own, lead := w.Path("report-of/"+social), w.As(t, "lead")
		says(t, w, "author", social, "involvement", "We knew them.").Is(http.StatusSeeOther)
		released(t, w, social, "We knew them.")
		lead.Get(w.Path("requests/" + social + "/withdraw")).Is(http.StatusNotFound)
		lead.Post(w.Path("requests/"+social+"/withdraw"), url.Values{"why": {"No."}}).Is(http.StatusConflict)

		theirs := w.Path("report-of/" + health)
		says(t, w, "author two", health, "involvement", "Begun by Health.").Is(http.StatusSeeOther)
		w.As(t, "author two").Post(theirs+"/time", url.Values{"until": {"30 November 2026"}, "why": {"Late."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("requests/" + health + "/withdraw")).OK().Sees("Withdraw the request to Exampleshire Health Board")
		lead.Post(w.Path("requests/"+health+"/withdraw"), nil).Is(http.StatusUnprocessableEntity).Sees("why the report is not needed")
		lead.Post(w.Path("requests/"+health+"/withdraw"), url.Values{"why": {"They never met the child."}}).Is(http.StatusSeeOther)
		for _, who := range []string{"author two", "approver two"} {
			w.As(t, who).Get(w.Path("")).Is(http.StatusNotFound)
			w.As(t, who).Get(theirs).Is(http.StatusNotFound)
			w.As(t, who).Get("/").OK().SeesNot("Write your agency's report")
			if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE kind = 'report-withdrawn' AND to_account = $1 AND link = ''`, w.Account(who)); n != 1 {
				t.Errorf("%s was told %d times", who, n)
			}
		}
		w.As(t, "author").Get(own).OK()
		lead.Get("/").OK().SeesNot("asks for more time")
		lead.Get(w.Path("requests")).OK().Sees("1 of 1 in", "withdrawn", "No longer", "Asked before, and withdrawn.")
		lead.Get(w.Path("requests/"+health)).OK().Sees("They never met the child.", "Withdrew the request").SeesNot("Give more time")
		lead.Get(w.Path("")).OK().Sees("Move on to: Recommendation").SeesNot("Agency report: Exampleshire Health Board")
		lead.Post(w.Path("requests/"+health+"/missing"), url.Values{"reason": {"x"}}).Is(http.StatusConflict)

		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Health}, "about": {"Kirsty"}, "outline": {"It turns out they did."},
			"due": {"20 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("requests")).OK().Sees("1 of 2 in", "20 November 2026").SeesNot("withdrawn")
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		w.As(t, "author two").Get(theirs).OK().Sees("It turns out they did.", "3 of about 1,500 words")
		w.As(t, "author two").Get(theirs + "/time").OK().SeesNot("You asked for time")
		w.As(t, "author two").Get("/").OK().Sees("Write your agency's report")
	})
}

// When the last request is withdrawn, none was made.
func TestWithoutARequestNothingIsIn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		for _, id := range []string{social, health} {
			w.As(t, "lead").Post(w.Path("requests/"+id+"/withdraw"), url.Values{"why": {"Asked by mistake."}}).Is(http.StatusSeeOther)
		}
		w.As(t, "lead").Get(w.Path("")).OK().SeesNot("Move on to", "Done")
	})
}

var (
	linkShown = regexp.MustCompile(`http://lr\.example(/i/[A-Za-z0-9_-]+)`)
	codeShown = regexp.MustCompile(`<strong>([A-Z0-9]{4} [A-Z0-9]{4})</strong>`)
)

// Somebody without a part is invited to one report: link and code together give
// that and nothing else. A link that ended and one that never was are the same.
func TestSomebodyIsInvitedToOneReport(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		w.Exec(t, `UPDATE account SET password = 'x' WHERE id = $1`, w.Account("stranger")) // has a sign-in already
		lead, at := w.As(t, "lead"), w.Path("requests/"+health+"/invite")
		lead.Get(at).OK().Sees("Invite somebody from Exampleshire Health Board")
		lead.Post(at, url.Values{"email": {"no address"}}).Is(http.StatusUnprocessableEntity).Sees("Give the person's name", "name@agency.example", "Choose what the person will do")
		inviting := url.Values{"name": {"Name of stranger"}, "email": {"stranger@lr.example"}, "part": {"256"}}
		invite := func() (link, code string) {
			page := lead.Post(at, inviting).OK().Sees("Invitation made", "Exampleshire Health Board")
			return linkShown.FindStringSubmatch(page.Body)[1], codeShown.FindStringSubmatch(page.Body)[1]
		}
		old, _ := invite()
		link, code := invite()
		guest := w.As(t, "")
		never := guest.Get("/i/NOSUCHTOKENATALL").OK().Text()
		if ended := guest.Get(old).OK().Text(); ended != never {
			t.Errorf("a link that ended says %q", ended)
		}
		guest.Get(link).OK().Sees("You have an invitation from Exampleshire Child Protection Committee").SeesNot("Health", "stranger")
		w.As(t, "stranger").Get(w.Path("report-of/" + health)).Is(http.StatusNotFound)
		guest.Post(link+"/code", url.Values{"code": {code}}).Is(http.StatusSeeOther)
		if used := guest.Get(link).OK().Text(); used != never {
			t.Errorf("a link that was used says %q", used)
		}
		w.As(t, "stranger").Get(w.Path("report-of/" + health)).OK().Sees("Kirsty Canary-Example")
		w.As(t, "stranger").Get("/").OK().Sees("Write your agency's report")
		for path, status := range map[string]int{"report-of/" + social: 404, "report-of/" + health + "/sign": 403, "requests": 403, "requests/" + health: 403, "people": 403} {
			w.As(t, "stranger").Get(w.Path(path)).Is(status)
		}
		w.As(t, "stranger").Get("/reviews/" + w.Other).Is(http.StatusNotFound)
		lead.Get(w.Path("requests/"+health)).OK().Sees("Name of stranger", "Invited somebody", "Name of stranger: write the report")
		w.As(t, "author two").Get(w.Path("report-of/" + health + "/time")).OK().SeesNot("Invited somebody")

		inviting.Set("email", "newcomer@lr.example")
		link, code = invite()
		lead.Post(w.Path("requests/"+health+"/withdraw"), url.Values{"why": {"Not needed."}}).Is(http.StatusSeeOther)
		lead.Get(at).Is(http.StatusNotFound)
		if withdrawn := guest.Get(link).OK().Text(); withdrawn != never {
			t.Errorf("the link of a request that was withdrawn says %q", withdrawn)
		}
		guest.Post(link+"/code", url.Values{"code": {code}}).OK().SeesNot("Welcome")
		w.As(t, "stranger").Get(w.Path("report-of/" + health)).Is(http.StatusNotFound)
		if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE kind = 'account-invited' AND link = '/i/'`); n != 3 {
			t.Errorf("%d invitations were mailed", n)
		}
	})
}

// An agency that nobody writes or signs for stands out.
func TestAnAgencyWithoutHandsStandsOut(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Police}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Nobody writes yet")
		asked(t, w)
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id IN ($1, $2)`, w.Account("approver"), w.Account("other approver"))
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Nobody signs yet")
		w.Stage(t, access.Closed)
		w.As(t, "lead").Get(w.Path("requests")).OK().SeesNot("Write down why")
	})
}
