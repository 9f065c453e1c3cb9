package committee

import (
	"context"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/web"
)

type previewData struct {
	Book  *book
	Kinds []review.LetterKind
	Days  []example
}

// example is what happens when, in an invented case notified today.
type example struct {
	What, From string
	Day        db.Date
	Note       string
}

type letterPreviewData struct {
	Book        *book
	Kind        review.LetterKind
	Title, Body string
}

var (
	previewPage       = web.NewPage[previewData](pages, "preview.html")
	letterPreviewPage = web.NewPage[letterPreviewData](pages, "letterpreview.html")
)

func preview(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := previewData{Kinds: review.LetterKinds}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		d.Book, d.Days = b, examples(b, r.Today())
		return nil
	})
	return previewPage.With(d), err
}

// examples are the days of an invented case: notified today, agencies asked
// five working days later.
func examples(b *book, today db.Date) []example {
	s := b.Draft
	c := clock.Calendar{Local: s.LocalHolidays}
	asked := c.AddWorking(today, 5)
	within, source := s.ReportWithin, "your setting"
	if g, ok := b.edition(today).Clock("agency-information"); ok && g.Span != nil {
		within, source = *g.Span, "the guidance, "+g.Source
	}
	due := c.Due(asked, within)
	days := []example{
		{"The event is notified", "", today, ""},
		{"Acknowledged by", spell(s.AcknowledgeWithin), c.Due(today, s.AcknowledgeWithin), ""},
		{"Agencies are asked", "", asked, ""},
	}
	for _, n := range s.Remind.Before {
		if on := c.AddWorking(due, -n); on.After(asked) {
			days = append(days, example{"A reminder to the agencies", spellDays([]int{n}), on, ""})
		}
	}
	days = append(days, example{"Agency reports are due", spell(within) + " by " + source, due, ""},
		example{"A reminder to an agency that is late", everyWords(s.Remind.Every), c.AddWorking(due, s.Remind.Every), ""})
	if s.DecideWithin.Amount > 0 {
		days = append(days, example{"Decision", spell(s.DecideWithin), c.Due(today, s.DecideWithin), ""})
	}
	for i := range days {
		if !c.Working(days[i].Day) {
			days[i].Note = "not a working day"
		}
	}
	return days
}

func previewNotification(r *web.Request, p access.Own[See]) (web.Answer, error) {
	return previewed(r, p, func(b *book) web.Answer {
		return notification.Preview(r, b.invented(r.Today()), b.Path("preview/notification"))
	})
}

// turnPreview goes on to the next page of the previewed notification.
func turnPreview(r *web.Request, p access.Own[See]) (web.Answer, error) {
	next := 0
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		next = notification.PreviewAfter(r, b.invented(r.Today()))
		return nil
	})
	if next > 0 {
		return web.Redirect(fmt.Sprintf("%s?page=%d", at(r, "preview/notification"), next)), err
	}
	return web.Redirect(at(r, "preview")).Say("That was a preview. Nothing was sent, and nothing was kept."), err
}

func previewReport(r *web.Request, p access.Own[See]) (web.Answer, error) {
	return previewed(r, p, func(b *book) web.Answer {
		return agencyreport.Preview(b.invented(r.Today()), r.Today(), b.Path("preview/report"))
	})
}

func previewPart(r *web.Request, p access.Own[See]) (web.Answer, error) {
	found := true
	a, err := previewed(r, p, func(b *book) (a web.Answer) {
		a, found = agencyreport.PreviewPart(b.invented(r.Today()), r.Today(), b.Path("preview/report"), r.Path("part"))
		return a
	})
	if err == nil && !found {
		err = db.ErrNotFound
	}
	return a, err
}

// previewed shows a page of another step, marked as a preview.
func previewed(r *web.Request, p access.Own[See], page func(b *book) web.Answer) (web.Answer, error) {
	var a web.Answer
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		a = page(b).Preview(b.Path("preview"))
		return nil
	})
	return a, err
}

// sentPreview answers the button of a previewed section.
func sentPreview(r *web.Request, p access.Own[See]) (web.Answer, error) {
	err := read(r, p.Outside, func(context.Context, *db.Tx, *book) error { return nil })
	return web.Redirect(at(r, "preview")).Say("That was a preview. Nothing was sent, and nothing was kept."), err
}

func previewLetter(r *web.Request, p access.Own[See]) (web.Answer, error) {
	var d letterPreviewData
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		var of letterData
		l, err := of.find(r, b)
		if err != nil {
			return err
		}
		d.Book, d.Kind = b, of.Kind
		d.Title, d.Body, _ = l.Fill(inventedBlanks(of.Kind, b, r.Today()))
		return nil
	})
	return letterPreviewPage.With(d).Preview("/committees/" + r.Path("committee") + "/preview"), err
}

// inventedBlanks fills every blank of a letter for a case that never was.
func inventedBlanks(k review.LetterKind, b *book, today db.Date) map[string]string {
	known := map[string]string{
		"committee": b.Draft.Names.Committee, "code": "Invented 100", "lead officer": "Ailsa Example", "agency": "Exampleshire Social Work",
		"decision": "a learning review is held", "day of decision": today.Words(),
		"reasons":           "Several agencies each held a part of the picture. Others could learn from how that came about.",
		"what happens next": "A review team is put together, and asks the agencies for their help.",
	}
	filled := map[string]string{}
	for _, blank := range k.Blanks {
		if filled[blank] = known[blank]; filled[blank] == "" {
			filled[blank] = fmt.Sprintf("(%s, invented)", strings.ToLower(blank))
		}
	}
	return filled
}
