package event

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

type partData struct {
	Form       *form.Form
	Review     string
	Invitation Invitation
	Facts      support.Facts
	Day        Day
	Talk       bool
	Answers    []form.Option
	Open       bool
	Speaks     bool // the page for their words can be opened
	Limits     review.Limits
}

var partPage = web.NewPage[partData](pages, "part.html")

// answers are three equal ways to answer; the third is seen by the supporter alone.
var answers = []form.Option{{Value: "coming", Label: "I will come"}, {Value: "cannot", Label: "I cannot come"},
	{Value: "talk", Label: "I need to talk first"}}

func (d *partData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Answers = c.Review(), answers
	var err error
	if d.Limits, err = review.HoldsOn(ctx, tx, c, against...); err != nil {
		return err
	}
	if d.Invitation, err = invitationOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Facts, err = factsFor(ctx, tx, c, d.Invitation); err != nil {
		return err
	}
	if d.Day, err = dayOrNone(ctx, tx, c); err != nil {
		return err
	}
	d.Open = c.Stage() == access.Learning && d.Day.State != "closed"
	all, err := wishes(ctx, tx, c)
	d.Talk = all[d.Invitation.ID]
	return err
}

// wishes are the invitations whose practitioners wish to talk first. Only their
// own page and their supporter's ask.
func wishes(ctx context.Context, tx *db.Tx, c access.Case) (map[string]bool, error) {
	all := map[string]bool{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id string
		var talk seal.Text
		at := c.At(seal.Support, "event_invitation", &id)
		err := r.Scan(&id, at.Open("talk", &talk))
		all[id] = talk.Reveal() == "1"
		return id, err
	}, `SELECT id, talk FROM event_invitation WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("who wishes to talk first: %w", err)
	}
	return all, nil
}

func setWish(ctx context.Context, tx *db.Tx, c access.Case, id string, talk bool) error {
	word := "0"
	if talk {
		word = "1"
	}
	return tx.Change(ctx, `UPDATE event_invitation SET talk = $1 WHERE id = $2 AND review_id = $3`,
		c.At(seal.Support, "event_invitation", &id).Seal("talk", seal.T(word)), id, c.Review())
}

func showPart(r *web.Request, p access.Pass[MyPart]) (web.Answer, error) {
	d := partData{Form: form.New(), Speaks: r.Open(p.Case, "/reviews/{review}/event/contribute")}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	d.Form.Set("needs", d.Invitation.Needs.Reveal())
	return partPage.With(d), err
}

// answer keeps what a practitioner answers. A wish to talk first goes to the
// supporter and leaves the answer as it was, so that nobody else can tell.
func answer(r *web.Request, p access.Pass[Answer]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := partData{Form: f}
	needs := seal.T(f.Text("needs", 500, ""))
	said := f.Choice("answer", answers, "Choose one of the three answers. You may change it later.")
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if !d.Open {
			return db.ErrStale
		}
		if said == "talk" {
			return d.wishToTalk(ctx, tx, p.Case)
		}
		at := p.At(seal.Participants, "event_invitation", &d.Invitation.ID)
		return tx.Change(ctx, `UPDATE event_invitation SET answer = $1, needs = $2 WHERE id = $3 AND review_id = $4`,
			at.Seal("answer", seal.T(said)), at.Seal("needs", needs), d.Invitation.ID, p.Review())
	})
	if errors.Is(err, errFault) {
		return partPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "my-part")).Say("Thank you. Your answer has arrived. You may change it at any time."), err
}

// wishToTalk tells the supporter. The task names the agency and nobody.
func (d *partData) wishToTalk(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := setWish(ctx, tx, c, d.Invitation.ID, true); err != nil {
		return err
	}
	agency, path := d.Invitation.Agency, review.Path(c, "event/my-people")
	if err := review.Ask(ctx, tx, c, review.Task{Key: "talk:" + agency, Role: access.Supporter, Agency: agency, Path: path,
		What: "Somebody you support would like to talk first"}); err != nil || d.Facts.Supporter.Account == "" {
		return err
	}
	return mail.Send(ctx, tx, c, mail.ToAccount(d.Facts.Supporter.Account), mail.TaskWaits, mail.Message{Path: path})
}

type leafletData struct {
	Review  string
	Leaflet document.Document
	Blanks  support.Blanks
}

var leafletPage = web.NewPage[leafletData](pages, "leaflet.html")

func readLeaflet(r *web.Request, p access.Pass[MyPart]) (leafletData, error) {
	d := leafletData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		mine, err := invitationOf(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		facts, err := factsFor(r.Context(), tx, p.Case, mine)
		if err != nil {
			return err
		}
		if d.Leaflet, err = support.Leaflet(facts); errors.As(err, &d.Blanks) {
			return nil
		}
		return err
	})
	return d, err
}

func showLeaflet(r *web.Request, p access.Pass[MyPart]) (web.Answer, error) {
	d, err := readLeaflet(r, p)
	return leafletPage.With(d), err
}

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func wordLeaflet(r *web.Request, p access.Pass[MyPart]) (web.Answer, error) {
	d, err := readLeaflet(r, p)
	if err != nil || len(d.Blanks) > 0 {
		return leafletPage.With(d), err
	}
	var b bytes.Buffer
	if err := document.Word(&b, d.Leaflet); err != nil {
		return web.Answer{}, fmt.Errorf("the leaflet: %w", err)
	}
	return web.File("taking-part.docx", wordType, b.Bytes()), nil
}
