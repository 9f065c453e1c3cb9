package notification_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/notification"
)

// typed is a notification of a child as an agency sends it, all pages together.
func typed() url.Values {
	return url.Values{
		"name": {"Ailsa Example"}, "post": {"Team manager, Exampleshire Social Work"}, "email": {"ailsa@agency.example"},
		"subject": {"Morag Canary-Subject"}, "birth": {"3 May 2019"}, "happened": {"12/10/2026"}, "route": {"harm"},
		"summary": {"Canary-Event: found alone at home."}, "at_risk": {"no"}, "agencies": {accesstest.Social, accesstest.Health},
		"processes_now": {"unknown"}, "area_now": {"no"},
		"limb-CP_2024-D": {"no"}, "limb-CP_2024-S": {"yes"}, "limb-CP_2024-S-reason": {"Canary-Reason: harm was serious."},
		"limb-CP_2024-C": {"unknown"}, "limb-CP_2024-E": {"no"},
	}
}

// with is typed with some answers changed, given in pairs.
func with(pairs ...string) url.Values {
	v := typed()
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

var reviewPath = regexp.MustCompile(`/reviews/[0-9a-f-]{36}`)

// arrived finds the reviews that a lead officer did not have before.
func arrived(w *accesstest.World, lead accesstest.Person) []string {
	var all []string
	seen := map[string]bool{"/reviews/" + w.Own: true, "/reviews/" + w.Other: true}
	for _, m := range reviewPath.FindAllString(lead.Get("/").OK().Body, -1) {
		if !seen[m] {
			all = append(all, m)
		}
		seen[m] = true
	}
	return all
}

// notified sends a notification and gives the path of its review.
func notified(t *testing.T, w *accesstest.World, about string, v url.Values) string {
	t.Helper()
	lead := w.As(t, "lead")
	before := map[string]bool{}
	for _, m := range arrived(w, lead) {
		before[m] = true
	}
	w.As(t, "").Notify(about, v).Is(http.StatusSeeOther)
	for _, m := range arrived(w, lead) {
		if !before[m] {
			return m
		}
	}
	t.Fatal("the notification did not arrive")
	return ""
}

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	t.Parallel()
	accesstest.Each(t, test, notification.Feature)
}

func count(t *testing.T, w *accesstest.World, query string) (n int) {
	t.Helper()
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Anybody who works for an agency may notify, without an account; the lead
// officer of the committee finds it waiting. [SEED notify, ASP22 p4]
func TestANotificationOpensAReview(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		nobody.Get("/notify").OK().Sees("Whom is it about?", "You need no account")
		nobody.Get("/notify/child").OK().Sees("Step 1 of 7", "About you", "Exampleshire Child Protection Committee")
		nobody.Get("/notify/dog").Is(http.StatusNotFound)
		nobody.Post("/notify/dog", typed()).Is(http.StatusNotFound)
		path := notified(t, w, "child", typed()) + "/notification"
		lead := w.As(t, "lead")
		lead.Get("/").OK().Sees("Acknowledge the notification")
		lead.Get(path).OK().Sees("Canary-Event", "Canary-Reason", "Exampleshire Health Board").SeesNot("Canary-Subject")
		w.As(t, "other lead").Get(path).Is(http.StatusNotFound)
		w.As(t, "admin").Get(path).OK()
		w.As(t, "reviewer").Get(path).Is(http.StatusNotFound)
		lead.Post(path+"/acknowledge", nil).OK()
		lead.Get(path).OK().Sees("The notifier was told")
		lead.Get("/").SeesNot(path + `">Acknowledge`)
	})
}

// A family member who lands on the form learns that families cannot notify by
// it, and where they can turn. [ASP22 p4]
func TestAFamilyLearnsWhereToTurn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "").Get("/notify").OK().Sees("Where families can turn")
		w.As(t, "").Get("/notify/family").OK().Sees("Families cannot notify an event by this form", "complaints service", "we are sorry")
	})
}

// Every page keeps what was typed, faults and all, and says what is wrong beside
// the field; nothing reaches the committee before it is whole.
func TestAFaultyPageKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		v := with("email", "not an address\r\nBcc: all@agency.example", "happened", "31 February 2026", "birth", "1 January 2030",
			"summary", "<script>alert(1)</script>"+strings.Repeat("word ", 1500), "limb-CP_2024-S-reason", "")
		v.Del("agencies")
		v.Del("limb-CP_2024-C")
		v.Set("at_risk", "yes")
		link := nobody.Draft("child", v)
		nobody.Get(link + "/you").OK().SeesNot("There is a problem")
		nobody.Post(link+"/you", v).Is(http.StatusUnprocessableEntity).Sees("Give an e-mail address such as", "What you typed is saved")
		nobody.Post(link+"/happened", v).Is(http.StatusUnprocessableEntity).Sees("Give a day that is in the calendar", "letters too long")
		again := nobody.Get(link + "/happened").OK()
		if !strings.Contains(again.Body, `value="31 February 2026"`) || strings.Contains(again.Body, "<script>alert") {
			t.Error("what was typed must stand on the page again, as words")
		}
		check := nobody.Get(link+"/check").OK().Sees("Before you can send it", "Give an e-mail address such as", "This day has not come yet",
			"Give a day that is in the calendar", "letters too long", "Say who is at risk", "Say what was done", "Say who was told",
			"Tick at least one agency", "Answer yes, no or not known yet", "Say why, in a sentence or two", "call 999")
		check.SeesNot(">Send the notification<")
		nobody.Post(link+"/check", nil).Is(http.StatusSeeOther)
		if got := arrived(w, w.As(t, "lead")); len(got) != 0 {
			t.Errorf("it arrived with faults: %v", got)
		}
		nobody.Post(link+"/you", with("then", "later")).Is(http.StatusSeeOther)
		nobody.Get(link+"/later").OK().Sees("Nobody has it yet", "http://lr.example"+link)
	})
}

// Whoever stops comes back by the same link within 14 days and finds every word;
// what is sent cannot be sent twice, and leaves a receipt without a word of it.
func TestTheLinkLeadsBackUntilItIsSent(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		link := nobody.Draft("child", typed())
		nobody.Post(link+"/happened?from=check", with("summary", "Canary-Changed words.")).Is(http.StatusSeeOther)
		w.Clock.Advance(13 * 24 * time.Hour)
		nobody.Get(link).Is(http.StatusSeeOther)
		nobody.Get(link+"/check").OK().Sees("Canary-Changed", "Morag Canary-Subject", "Step 7 of 7").SeesNot("Canary-Event")
		sent := nobody.Post(link+"/check", nil).Is(http.StatusSeeOther)
		if sent.Location != link {
			t.Errorf("after sending one is led to %s", sent.Location)
		}
		receipt := nobody.Get(link).OK().Sees("Your notification has arrived", "Your reference:", "by 16 November 2026", "27 December 2026")
		receipt.SeesNot("Canary", "Morag", "Ailsa", "3 May")
		nobody.Post(link+"/check", nil).Is(http.StatusOK).Sees("Your reference:")
		if n := count(t, w, `SELECT COUNT(*) FROM notification`); n != 1 {
			t.Fatalf("one notification arrived %d times", n)
		}
		nobody.Get(link + "/who").OK().Sees("This link does not open a notification")
		w.Clock.Advance(181 * 24 * time.Hour)
		nobody.Get(link).OK().Sees("This link does not open a notification")
	})
}

var onceField = regexp.MustCompile(`name="_once" value="[^"]*"`)

// A link that is too old, one that was used, one that was never given out and one
// with a letter wrong are the same to whoever tries them, on every page.
func TestADeadLinkTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		old := nobody.Draft("child", typed())
		w.Clock.Advance(14 * 24 * time.Hour)
		used := nobody.Draft("child", typed())
		nobody.Post(used+"/check", nil).Is(http.StatusSeeOther)
		guessed := "/notify/link/" + strings.Repeat("0", 64)
		wrong := used[:len(used)-1] + "g"
		strip := func(p accesstest.Page) string { return onceField.ReplaceAllString(p.Body, "") }
		for _, page := range []string{"/you", "/who", "/happened", "/risk", "/well", "/agencies", "/criteria", "/check", "/later", "/nothing"} {
			want := strip(nobody.Get(guessed + page).OK().Sees("This link does not open a notification"))
			for name, link := range map[string]string{"too old": old, "used": used, "mistyped": wrong, "short": "/notify/link/x"} {
				if got := strip(nobody.Get(link + page).OK()); got != want {
					t.Errorf("GET %s: a link that is %s is told from a guessed one", page, name)
				}
			}
			if page == "/check" { // a used link leads its sender to the receipt
				continue
			}
			want = strip(nobody.Post(guessed+page, typed()).OK())
			for name, link := range map[string]string{"too old": old, "used": used, "mistyped": wrong} {
				if got := strip(nobody.Post(link+page, typed()).OK()); got != want {
					t.Errorf("POST %s: a link that is %s is told from a guessed one", page, name)
				}
			}
		}
		want := strip(nobody.Get(guessed).OK())
		if strip(nobody.Get(old).OK()) != want || strip(nobody.Post(old+"/mail", url.Values{"email": {"a@b.example"}}).OK()) != want {
			t.Error("the bare link of a draft that is too old is told from a guessed one")
		}
		nobody.Get("/notify/link/%00").Is(http.StatusNotFound)
	})
}

// A draft that is not sent is really deleted when its time is over; one that is
// still good stays, and a receipt stays for half a year.
func TestADraftThatEndsIsDeleted(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ctx := context.Background()
		end := notification.EndDrafts(w.DB)
		rows := func() (ids []string) {
			t.Helper()
			err := w.DB.Read(ctx, func(tx *db.Tx) error {
				var err error
				ids, err = db.All(ctx, tx, db.Column[string], `SELECT id FROM notification_draft ORDER BY begun_at`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return ids
		}
		run := func() {
			t.Helper()
			for _, id := range append(rows(), "none") {
				if err := end(ctx, id); err != nil {
					t.Fatal(err)
				}
			}
		}
		nobody := w.As(t, "")
		nobody.Draft("child", typed())
		w.Clock.Advance(time.Hour)
		sent := nobody.Draft("child", typed())
		nobody.Post(sent+"/check", nil).Is(http.StatusSeeOther)
		w.Clock.Advance(14*24*time.Hour - 2*time.Hour)
		if run(); len(rows()) != 2 {
			t.Fatalf("%d of 2 drafts are left before their time", len(rows()))
		}
		w.Clock.Advance(2 * time.Hour)
		if run(); len(rows()) != 1 {
			t.Fatalf("%d drafts are left, the receipt alone should be", len(rows()))
		}
		w.Clock.Advance(180 * 24 * time.Hour)
		if run(); len(rows()) != 0 {
			t.Fatal("the receipt is never deleted")
		}
	})
}

// The same first page sent twice begins one draft, and the link is sent once, and
// not without end to one address.
func TestTheLinkIsSentOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		v := with("_once", nobody.Token())
		first := nobody.Post("/notify/child", v).Is(http.StatusSeeOther)
		if again := nobody.Post("/notify/child", v).Is(http.StatusSeeOther); again.Location != first.Location {
			t.Errorf("the same form leads to %s and to %s", first.Location, again.Location)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM notification_draft`); n != 1 {
			t.Errorf("%d drafts", n)
		}
		link := strings.TrimSuffix(first.Location, "/who")
		nobody.Post(link+"/mail", url.Values{"email": {"ailsa@agency.example"}}).Is(http.StatusSeeOther)
		if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE kind = 'notification-begun'`); n != 1 {
			t.Errorf("%d messages for one draft", n)
		}
		for range 8 {
			nobody.Draft("child", typed())
		}
		if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE kind = 'notification-begun'`); n != 5 {
			t.Errorf("%d messages to one address in a day", n)
		}
		other := nobody.Draft("child", with("email", ""))
		nobody.Post(other+"/mail", url.Values{"email": {"ailsa@agency.example"}}).Is(http.StatusUnprocessableEntity).Sees("could not be sent")
		nobody.Post(other+"/mail", url.Values{"email": {"bruno@agency.example"}}).Is(http.StatusSeeOther)
	})
}

// Something that went strikingly well is asked about in its own words, and under
// its own limb of the criteria; nobody has to have come to harm. [CP24 landing, CP21 p1]
func TestEffectivePracticeIsAnEqualRoute(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		v := with("route", "practice", "went_well", "Canary-Well: three services met the same day.", "came_of_it", "The family stayed together.",
			"limb-CP_2024-E", "yes", "limb-CP_2024-E-reason", "Others can do the same.")
		v.Del("at_risk")
		link := nobody.Draft("child", v)
		nobody.Get(link + "/happened").OK().Sees("Step 3 of 7")
		if moved := nobody.Get(link + "/risk").Is(http.StatusSeeOther); moved.Location != link+"/well" {
			t.Errorf("the page about risk leads to %s", moved.Location)
		}
		nobody.Get(link+"/criteria").OK().Sees("E: There was effective practice", "still to be confirmed").SeesNot("S: A child", "D: A child")
		nobody.Get(link+"/check").OK().Sees("What was done so well?", "Send the notification").SeesNot("Is anybody at risk now?")
		nobody.Post(link+"/check", nil).Is(http.StatusSeeOther)
		path := arrived(w, w.As(t, "lead"))[0]
		w.As(t, "lead").Get(path+"/notification").OK().Sees("Something went strikingly well", "Canary-Well", "met").SeesNot("Risk now")

		v = with("route", "practice", "went_well", "x", "came_of_it", "y", "limb-ASP_2022-2ii", "yes", "limb-ASP_2022-2ii-reason", "z")
		link = nobody.Draft("adult", v)
		nobody.Get(link+"/criteria").OK().Sees("2ii", "still to be confirmed", "effective practice").SeesNot("1a:")
		nobody.Get(link + "/check").OK().Sees("Send the notification")
	})
}

// Names and addresses go behind codes, with the people of the case; the text of
// the notification holds none of them. [SCR15 p17]
func TestNamesGoBehindCodes(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		v := with("siblings", "Isla Canary-Sister, 3 May 2021, girl\n- Ewan Canary-Brother (twin)", "parents", "Senga Canary-Mother; mother",
			"home", "12 Canary-Terrace\nSampleton", "education", "Canary-Primary School", "reference", "SW-4711-CANARY", "gender", "girl",
			"register_now", "yes", "looked_after", "yes")
		path := notified(t, w, "child", v)
		lead := w.As(t, "lead")
		lead.Get(path+"/people").OK().Sees("Morag Canary-Subject", "Isla Canary-Sister", "Brother or sister: 3 May 2021, girl", "Child 3",
			"Ewan Canary-Brother", "twin", "Senga Canary-Mother", "Family 1", "12 Canary-Terrace Sampleton", "Canary-Primary School", "SW-4711-CANARY")
		page := lead.Get(path+"/notification").OK().Sees("girl", "Looked after by a council")
		page.SeesNot("Canary-Sister", "Canary-Brother", "Canary-Mother", "Canary-Terrace", "Canary-Primary", "4711", "Canary-Subject")
	})
}

// A committee's own question stands on the form, and its answer with the notification.
func TestACommitteesOwnQuestionIsAsked(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`,
			`{"fields":[{"form":"F1","id":"local-cluster","section":"The child","label":"School cluster of the area"},{"form":"F2","id":"local-x","section":"The child","label":"Not asked here"}]}`, accesstest.Child)
		link := w.As(t, "").Draft("child", with("local-cluster", "Canary-Cluster"))
		w.As(t, "").Get(link + "/who").OK().Sees("School cluster of the area").SeesNot("Not asked here")
		w.As(t, "").Post(link+"/check", nil).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(arrived(w, w.As(t, "lead"))[0]+"/notification").OK().Sees("School cluster of the area", "Canary-Cluster")
	})
}

// A lead officer with a part in the event steps aside, once another one is there.
func TestALeadOfficerWhoWasInvolvedIsShutOut(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := notified(t, w, "child", typed()) + "/notification"
		lead := w.As(t, "lead")
		lead.Post(mine+"/conflict", url.Values{"involved": {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("only lead officer")
		lead.Post(mine+"/alternate", url.Values{"alternate": {w.Account("reviewer")}}).Is(http.StatusUnprocessableEntity)
		lead.Post(mine+"/alternate", url.Values{"alternate": {w.Account("other lead")}}).OK()
		lead.Post(mine+"/conflict", url.Values{"involved": {"yes"}, "how": {"I led the team."}}).OK()
		lead.Get(mine).Is(http.StatusNotFound)
		lead.Get("/").OK().SeesNot(mine)
		w.As(t, "other lead").Get(mine).OK()
	})
}

// bothLimbs answers the adult criteria as well.
func bothLimbs(v url.Values) url.Values {
	for _, limb := range []string{"1a", "1b", "1i-0", "1i-a", "1i-b", "1i-c", "1ii", "2a", "2i", "2ii"} {
		v.Set("limb-ASP_2022-"+limb, "unknown")
	}
	return v
}

// A young person of 16 or 17 may come before both committees, each with its own
// criteria, which stay as they were that day. [ASP22 p7, CP24 landing]
func TestAnEventMayComeBeforeBothCommittees(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		path := notified(t, w, "both", bothLimbs(typed()))
		lead := w.As(t, "lead")
		lead.Get(path+"/notification").OK().Sees("National guidance for child protection committees", "Adult support and protection", "cannot tell yet")
		lead.Get(path).OK().Sees("Exampleshire Child Protection Committee and Exampleshire Adult Protection Committee")
	})
}
