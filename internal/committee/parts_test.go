package committee_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

func labels(f guidance.Form) []string {
	var all []string
	for _, x := range f.Fields {
		if strings.HasPrefix(x.ID, "local-") {
			all = append(all, x.Label)
		}
	}
	return all
}

func addQuestion(t *testing.T, w *accesstest.World, form, label string) {
	t.Helper()
	w.As(t, "lead").Post(home+"/forms/"+form, url.Values{"label": {label}, "hint": {"As far as you know."}, "newsection": {"Involvement"}}).Is(http.StatusSeeOther)
}

// questions gives the addresses of the committee's own questions, in their order.
func questions(t *testing.T, w *accesstest.World, form string) []string {
	t.Helper()
	var all []string
	for _, m := range regexp.MustCompile(`href="([^"]+/questions/[^"]+)"`).FindAllStringSubmatch(w.As(t, "lead").Get(home+"/forms/"+form).Body, -1) {
		all = append(all, m[1])
	}
	return all
}

// A committee adds questions to a form, puts them in order, renames and retires
// them. Their ids stay, and a review keeps the questions of the day on which its
// event was notified. [ASP22 p7, ASP22 p8]
func TestACommitteeAsksItsOwnQuestions(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		addQuestion(t, w, "F2", "Was an interpreter needed?")
		addQuestion(t, w, "F2", "Which school?")
		addQuestion(t, w, "F1", "Who found them?")
		lead.Post(home+"/forms/F2", url.Values{"label": {"Which school?"}, "section": {"Involvement"}}).Is(http.StatusUnprocessableEntity).Sees("The form asks this already")
		lead.Post(home+"/forms/F2", url.Values{"label": {"Who signs?"}, "newsection": {"Sign-off"}}).Is(http.StatusUnprocessableEntity).Sees("does not fill in this part")
		lead.Post(home+"/forms/F2", url.Values{"label": {"Where?"}}).Is(http.StatusUnprocessableEntity).Sees("Choose the part of the form")
		lead.Post(home+"/forms/criteria", url.Values{"label": {"Where?"}, "newsection": {"x"}}).Is(http.StatusNotFound)
		lead.Get(home + "/forms/F9").Is(http.StatusNotFound)
		qs := questions(t, w, "F2")
		lead.Post(qs[0]+"/place", url.Values{"do": {"down"}}).Is(http.StatusSeeOther)
		lead.Get(home+"/preview/report").Sees("Which school?", "Was an interpreter needed?")
		lead.Get(home+"/preview/report/parts/"+path.Base(qs[0])).Sees("Was an interpreter needed?", "As far as you know.")
		lead.Get(home + "/preview/report/parts/none").Is(http.StatusNotFound)
		publish(t, w, "lead", "Two questions for agencies, one for notifiers.")

		if got := labels(committeesOf(t, w, "lead", w.Own)[0].Form("F2")); len(got) != 0 {
			t.Errorf("a review notified before is asked %q", got)
		}
		later := notify(t, w)
		if got := labels(committeesOf(t, w, "lead", later)[0].Form("F2")); strings.Join(got, " ") != "Which school? Was an interpreter needed?" {
			t.Errorf("a review notified now is asked %q", got)
		}
		ids := questions(t, w, "F2")
		page := lead.Get(ids[0])
		lead.Post(ids[0], fill(page, "label", "Which school or nursery?", "section", "Involvement")).Is(http.StatusSeeOther)
		lead.Post(ids[0], fill(page, "label", "Which class?", "section", "Involvement")).Is(http.StatusUnprocessableEntity).
			Sees("Somebody else changed this", "Which school or nursery?")
		lead.Post(ids[1]+"/place", url.Values{"do": {"retire"}}).Is(http.StatusSeeOther)
		lead.Get(home+"/publish").Sees("Which school or nursery?", "not asked any more")
		publish(t, w, "lead", "One question less.")
		if now := questions(t, w, "F2"); strings.Join(now, " ") != strings.Join(ids, " ") {
			t.Errorf("the ids changed from %q to %q", ids, now)
		}
		if got := labels(committeesOf(t, w, "lead", later)[0].Form("F2")); strings.Join(got, " ") != "Which school? Was an interpreter needed?" {
			t.Errorf("the questions of a running review changed to %q", got)
		}
		if got := labels(committeesOf(t, w, "lead", notify(t, w))[0].Form("F2")); strings.Join(got, " ") != "Which school or nursery?" {
			t.Errorf("the newest review is asked %q", got)
		}
		lead.Post(ids[1]+"/place", url.Values{"do": {"again"}}).Is(http.StatusSeeOther)
		lead.Get(home + "/preview/report").Sees("Was an interpreter needed?")
	})
}

// founding opens a review as a notification does.
type founding struct{}

func (founding) Rule() access.Rule {
	return access.Rule{Name: "committee.founding", Opens: seal.Notification | seal.Identity}
}

// notify brings an event to the child protection committee and gives its review.
func notify(t *testing.T, w *accesstest.World) string {
	t.Helper()
	var id string
	err := access.CheckOpen[founding](w.Gate, access.Session{}, "").Found(context.Background(), func(tx *db.Tx, c access.Case) error {
		id = c.Review()
		return review.Begin(context.Background(), tx, c, []string{accesstest.Child}, db.DateOf(tx.Now()))
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// waiting says how many questions of a form wait for their wording, less those confirmed.
func waiting(form string, confirmed int) string {
	f, _ := guidance.InForce(guidance.Child, day(2026, 11, 2)).Form(form)
	n := 0
	for _, x := range f.Fields {
		if x.Confirmed != guidance.Seen {
			n++
		}
	}
	return fmt.Sprintf("%d in all %d to be confirmed", len(f.Fields), n-confirmed)
}

// What the program could not confirm, somebody of the committee compares with the
// published text: it is kept who and when, and the mark goes for events notified
// from then on. [ASP22 p7, CP21 p4]
func TestACommitteeConfirmsTheWording(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get(home + "/forms").Sees(waiting("F1", 0))
		lead.Post(home+"/forms/F1/confirm", url.Values{}).Is(http.StatusUnprocessableEntity).Sees("Tick what you compared")
		lead.Post(home+"/forms/F1/confirm", url.Values{"checked": {"birth", "home", "no such field"}}).Is(http.StatusSeeOther)
		lead.Get(home + "/forms").Sees(waiting("F1", 2))
		lead.Get(home+"/forms/F1").Sees("Confirmed by Name of lead, 2 November 2026", "SCR15 p17")
		w.As(t, "admin").Post(home+"/forms/F1/wording/gender", fill(w.As(t, "admin").Get(home+"/forms/F1/wording/gender"),
			"label", "Gender, as they say it", "hint", "In their words.", "checked", "yes")).Is(http.StatusSeeOther)
		limb := guidance.InForce(guidance.Child, day(2026, 11, 2)).Limbs()[0]
		page := lead.Get(home + "/forms/criteria/wording/" + limb.ID).Sees(limb.Text)
		lead.Post(home+"/forms/criteria/wording/"+limb.ID, fill(page, "label", "In the words of our committee.", "checked", "yes")).Is(http.StatusSeeOther)
		lead.Get(home + "/forms/F1/wording/none").Is(http.StatusNotFound)
		lead.Get(home+"/publish").Sees("Gender, as they say it", "confirmed by Name of admin on 2 November 2026")
		lead.Get(home + "/preview/notification?page=6").Sees("In the words of our committee.")
		publish(t, w, "lead", "Compared with the published guidance.")

		if f := committeesOf(t, w, "lead", w.Own)[0].Form("F1"); find(f, "birth").Confirmed == guidance.Seen || find(f, "gender").Label != "Gender" {
			t.Errorf("a review notified before changed: %+v", find(f, "gender"))
		}
		c := committeesOf(t, w, "lead", notify(t, w))[0]
		f := c.Form("F1")
		if find(f, "birth").Confirmed != guidance.Seen || find(f, "register_now").Confirmed == guidance.Seen {
			t.Error("the wrong wording is confirmed")
		}
		if g := find(f, "gender"); g.Confirmed != guidance.Seen || g.Label != "Gender, as they say it" || g.Use != "In their words." {
			t.Errorf("gender: %+v", g)
		}
		if l, _ := c.Version().Limb(limb.ID); l.Text != "In the words of our committee." || l.Confirmed != guidance.Seen {
			t.Errorf("the criterion: %+v", l)
		}
		if l, _ := committeesOf(t, w, "lead", w.Own)[0].Version().Limb(limb.ID); l.Text != limb.Text {
			t.Error("the criteria of a running review changed")
		}
		lead.Post(home+"/forms/F1/wording/gender", fill(lead.Get(home+"/forms/F1/wording/gender"), "label", "Gender")).Is(http.StatusSeeOther)
		lead.Get(home + "/publish").Sees("Gender, as they say it")
		lead.Get(home + "/forms").Sees(waiting("F1", 2))
	})
}

func find(f guidance.Form, id string) guidance.Field {
	for _, x := range f.Fields {
		if x.ID == id {
			return x
		}
	}
	return guidance.Field{}
}

// A letter has the committee's own words; a blank that nothing fills is refused
// beside the field, and a preview shows it filled in.
func TestACommitteeWritesItsOwnLetters(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		at := home + "/letters/decision-notifier"
		for words, why := range map[string]string{"Dear [name of the child]": "Nothing fills the blank [name of the child]", "Dear [code": "A square bracket stands alone", "": "Write the letter"} {
			lead.Post(at, fill(lead.Get(at), "title", "Our decision", "body", words)).Is(http.StatusUnprocessableEntity).Sees(why)
		}
		lead.Get(home + "/letters").Sees("As the program has it").SeesNot("Your own words")
		stale := fill(w.As(t, "admin").Get(at), "title", "Decision", "body", "Short.")
		lead.Post(at, fill(lead.Get(at), "title", "Our decision ([code])", "body", "The [committee] decided: [decision].")).Is(http.StatusSeeOther)
		w.As(t, "admin").Post(at, stale).Is(http.StatusUnprocessableEntity).Sees("Somebody else changed this", "The [committee] decided")
		page := lead.Get(home + "/preview/letters/decision-notifier").Sees("The Exampleshire Child Protection Committee decided: a learning review is held.")
		if !strings.Contains(page.Body, "This is a preview.") {
			t.Error("the preview is not marked")
		}
		publish(t, w, "lead", "Our own letter.")
		s := committeesOf(t, w, "lead", w.Own)[0].Settings
		if got := review.LetterKinds[0].Letter(s).Body; got != "The [committee] decided: [decision]." {
			t.Errorf("the letter in force: %q", got)
		}
		lead.Post(at+"/usual", nil).Is(http.StatusSeeOther)
		lead.Get(home+"/publish").Sees("Letter: Decision, to the notifier", "Our decision ([code])")
		lead.Get(home + "/letters/none").Is(http.StatusNotFound)
	})
}

// A preview shows the real pages with an invented case, says so, and keeps nothing.
func TestAPreviewKeepsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		before := count(t, w, `SELECT COUNT(*) FROM review`)
		for _, page := range []string{"notification", "report/parts/involvement", "report/parts/episodes"} {
			p := lead.Get(home + "/preview/" + page)
			if !strings.Contains(p.Body, "This is a preview.") || strings.Contains(p.Body, `href="/reviews/`) {
				t.Errorf("the preview of the %s is not marked, or leads into a review", page)
			}
			for _, m := range regexp.MustCompile(`<form[^>]* action="([^"]*)"`).FindAllStringSubmatch(p.Body, -1) {
				if !strings.HasPrefix(m[1], home+"/preview/"+page) && m[1] != "/sign-out" {
					t.Errorf("a form of the preview goes to %s", m[1])
				}
			}
			lead.Post(home+"/preview/"+page, url.Values{"name": {"x"}}).Is(http.StatusSeeOther)
		}
		if after := count(t, w, `SELECT COUNT(*) FROM review`); after != before {
			t.Error("a preview notified an event")
		}
		if p := lead.Get(home + "/preview/report"); !strings.Contains(p.Body, "This is a preview.") || strings.Contains(p.Body, `href="/reviews/`) {
			t.Error("the preview of the report is not marked, or leads into a review")
		}
		lead.Get(home+"/preview").Sees("The event is notified", "2 November 2026", "Acknowledged by 1 working day 3 November 2026",
			"Agency reports are due 10 working days by your setting")
	})
}

// Agencies are added, renamed and retired. One that is retired is not offered
// any more, and keeps its name where it took part.
func TestAgenciesOfTheArea(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		w.Stage(t, access.Gathering)
		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Health}, "about": {"x"}, "outline": {"x"}, "due": {"30 November 2026"}}).Is(http.StatusSeeOther)
		lead.Post(home+"/agencies", url.Values{"name": {"Invented Police Division"}}).Is(http.StatusUnprocessableEntity).Sees("There is an agency of this name already")
		lead.Post(home+"/agencies", url.Values{"name": {"Sampleton Housing"}}).Is(http.StatusSeeOther)
		lead.Get(home+"/agencies").Sees("Sampleton Housing Nobody yet Nobody yet", "Exampleshire Health Board Name of author two")
		at := home + "/agencies/" + accesstest.Health
		stale := fill(w.As(t, "admin").Get(at), "name", "NHS Madeup")
		lead.Post(at, fill(lead.Get(at), "name", "NHS Exampleshire")).Is(http.StatusSeeOther)
		w.As(t, "admin").Post(at, stale).Is(http.StatusUnprocessableEntity).Sees("renamed this agency to NHS Exampleshire")
		lead.Post(at, fill(lead.Get(at), "name", "Exampleshire Social Work")).Is(http.StatusUnprocessableEntity)
		police := home + "/agencies/" + accesstest.Police
		for _, a := range []string{at, police} {
			lead.Post(a+"/retire", url.Values{"do": {"retire"}}).Is(http.StatusSeeOther)
		}
		lead.Get(w.Path("requests")).Sees("Sampleton Housing", "NHS Exampleshire").SeesNot("Invented Police Division")
		lead.Get(at).Sees("This agency is retired")
		lead.Post(police+"/retire", url.Values{"do": {"again"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("requests")).Sees("Invented Police Division")
		lead.Get(home + "/agencies/none").Is(http.StatusNotFound)
	})
}

// A local holiday moves the due days that count in working days: those of one's
// own reviews are shown before publishing, those of others never.
func TestALocalHolidayShowsWhatItMoves(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		w.Stage(t, access.Gathering)
		for _, who := range []string{"lead", "other lead"} {
			of := map[string]string{"lead": w.Own, "other lead": w.Other}[who]
			w.As(t, who).Post("/reviews/"+of+"/requests", url.Values{"agency": {accesstest.Health}, "about": {"x"}, "outline": {"x"},
				"due": {"16 November 2026"}}).Is(http.StatusSeeOther)
		}
		for _, wrong := range []string{"25 December 2026", "31 February 2027", "1 May 1990"} {
			addHoliday(t, w, "lead", wrong).Is(http.StatusUnprocessableEntity)
		}
		addHoliday(t, w, "lead", "9 November 2026").Is(http.StatusSeeOther)
		addHoliday(t, w, "lead", "9 November 2026").Is(http.StatusUnprocessableEntity).Sees("This day is a holiday already: Exampleshire fair.")
		page := lead.Get(home+"/publish").Sees("1 due day moves", "Agency report, Exampleshire Health Board 16 November 2026 17 November 2026")
		page.SeesNot(w.Other)
		lead.Get(home+"/holidays").Sees("By rule; check it", "25 December 2028")
		lead.Post(home+"/holidays/remove", url.Values{"day": {"2026-12-25"}}).Is(http.StatusNotFound)
		publish(t, w, "lead", "The fair.")
		lead.Get(w.Path("requests")).Sees("17 November 2026")
		lead.Post(home+"/holidays/remove", url.Values{"day": {"2026-11-09"}}).Is(http.StatusSeeOther)
		lead.Get(home + "/publish").Sees("1 due day moves")
	})
}

// The area's second committee begins with what the first says of the area. Only a
// lead officer adds it, and only where it is missing.
func TestTheOtherCommitteeOfTheAreaIsAdded(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get("/committees/add").Is(http.StatusNotFound)
		w.Exec(t, `DELETE FROM office WHERE committee_id = $1`, accesstest.Adult)
		w.Exec(t, `DELETE FROM committee WHERE id = $1`, accesstest.Adult)
		lead.Post(home+"/names", fill(lead.Get(home+"/names"), "committee", "Exampleshire CPC", "councils", "Exampleshire Council\n\nSampleton Council",
			"contact", "lead.officers@exampleshire.example", "group", "screening group", "chiefs", "chief officers' group", "lead", "lead officer")).Is(http.StatusSeeOther)
		publish(t, w, "lead", "Our names.")
		w.As(t, "admin").Get("/committees/add").Is(http.StatusNotFound)
		w.As(t, "admin").Get(home).SeesNot("Add the other committee")
		w.As(t, "other lead").Get("/committees/add").Is(http.StatusNotFound)
		lead.Get(home).Sees("Settings of Exampleshire CPC", "Add the other committee of your area")
		lead.Post("/committees/add", url.Values{}).Is(http.StatusUnprocessableEntity).Sees("Give the name of the committee")
		added := lead.Post("/committees/add", url.Values{"name": {"Exampleshire APC"}}).Is(http.StatusSeeOther)
		lead.Get(added.Location + "/names").Sees("Sampleton Council")
		w.As(t, "").Get("/notify/adult").Sees("Exampleshire APC")
		lead.Get("/committees/add").Is(http.StatusNotFound)
		lead.Post("/committees/add", url.Values{"name": {"Another"}}).Is(http.StatusNotFound)
		w.As(t, "admin").Get(added.Location).Is(http.StatusNotFound)
	})
}

func day(year int, month time.Month, d int) db.Date { return db.Date{Year: year, Month: month, Day: d} }
