package agencyreport

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type signData struct {
	Form     *form.Form
	Review   string
	Asking   asking
	Path     string
	Waits    bool // there is something to sign
	Wrote    bool // this person wrote in it, so somebody else signs
	Sections []section
	Words    int
	Empty    []string // questions without an answer
	Budget   string
	Next     int // number the version would have
}

var signPage = web.NewPage[signData](pages, "sign.html")

func seeDraft(r *web.Request, p access.Pass[Sign]) (web.Answer, error) {
	return signAgain(r, p, nil)
}

func signAgain(r *web.Request, p access.Pass[Sign], f *form.Form) (web.Answer, error) {
	var d signData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = loadSign(r.Context(), tx, p.Case, r.Path("request"))
		return err
	})
	if f != nil {
		d.Form = f
	}
	return signPage.With(d), err
}

func loadSign(ctx context.Context, tx *db.Tx, c access.Case, id string) (signData, error) {
	d := signData{Form: form.New(), Review: c.Review(), Budget: budget}
	var err error
	if d.Asking, err = findOwn(ctx, tx, c, id); err != nil {
		return d, err
	}
	d.Path, d.Next, d.Waits = signPath(c, id), d.Asking.Released+1, d.Asking.State == WithApprover
	if !d.Waits {
		return d, nil
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return d, err
	}
	ts, err := texts(ctx, tx, c, id)
	if err != nil {
		return d, err
	}
	hands, err := writers(ctx, tx, c, id, ts)
	if err != nil {
		return d, err
	}
	now := newest(ts)
	d.Wrote, d.Words = hands[c.Person()], now.Answers.words()
	d.Form.Set("version", strconv.Itoa(now.Version))
	var answered []Question
	for _, q := range sheet(cs) {
		if now.Answers[q.ID] == "" {
			d.Empty = append(d.Empty, q.Label)
			continue
		}
		answered = append(answered, q)
	}
	d.Sections = fields(answered, d.Form, now.Answers, nil)
	return d, nil
}

// writers are those who saved the text since it was last released, in any
// version: none of them may sign it.
func writers(ctx context.Context, tx *db.Tx, c access.Case, request string, ts []text) (map[string]bool, error) {
	signed, err := db.All(ctx, tx, db.Column[int], `SELECT text_version FROM agency_version WHERE request_id = $1 AND review_id = $2
		ORDER BY number DESC`, request, c.Review())
	if err != nil {
		return nil, fmt.Errorf("what was signed before: %w", err)
	}
	last := 0
	if len(signed) > 0 {
		last = signed[0]
	}
	hands := map[string]bool{}
	for _, t := range ts {
		if t.Version > last {
			hands[t.By] = true
		}
	}
	return hands, nil
}

// sign releases the report, or gives it back with a comment. Nobody signs what
// they wrote themselves, also when they hold both parts. [ASP22 p8]
func sign(r *web.Request, p access.Pass[Sign]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	returns := f.Value("do") == "return"
	comment := ""
	if returns {
		comment = f.Text("comment", 4000, "Say what the author should look at again.")
	} else if f.Value("do") != "sign" {
		f.Refuse("", "Choose whether to sign the report or to give it back.")
	}
	if !f.OK() {
		return signAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := findOwn(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		ts, err := texts(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		hands, err := writers(ctx, tx, p.Case, id, ts)
		if err != nil {
			return err
		}
		now := newest(ts)
		switch {
		case q.State != WithApprover || f.Number("version", 0, 1<<30, "") != now.Version:
			return db.ErrStale
		case hands[p.Person()]:
			f.Refuse("", "You wrote in this report, so somebody else signs it.")
			return errRefused
		case returns:
			return giveBack(ctx, tx, p.Case, q, seal.T(comment))
		}
		return release(ctx, tx, p.Case, q, now)
	})
	if errors.Is(err, errRefused) {
		return signAgain(r, p, f)
	}
	if returns {
		return web.Redirect(signPath(p.Case, id)).Say("Given back to the author with your comment."), err
	}
	return web.Redirect(signPath(p.Case, id)).Say("Signed and released. The lead officer knows."), err
}

func giveBack(ctx context.Context, tx *db.Tx, c access.Case, q asking, comment seal.Text) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_return (id, review_id, request_id, comment, returned_by, returned_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), q.ID, c.At(seal.AgencyDraft, "agency_return", &id).Seal("comment", comment), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("give the report back: %w", err)
	}
	if err := come(ctx, tx, c, q.ID, Returned); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, signKey(q.ID)); err != nil {
		return err
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: writeKey(q.ID), Role: access.AgencyAuthor, Agency: q.Agency,
		What: "Look again at your agency's report", Path: reportPath(c, q.ID), Due: q.Due}); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.AgencyAuthor, q.Agency, mail.ReportReturned, mail.Message{Path: reportPath(c, q.ID), Due: q.Due})
}

// lastComment is what the approver said when they last gave the draft back, since
// the newest release.
func lastComment(ctx context.Context, tx *db.Tx, c access.Case, request string) (seal.Text, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (seal.Text, error) {
		var id string
		var t seal.Text
		return t, r.Scan(&id, c.At(seal.AgencyDraft, "agency_return", &id).Open("comment", &t))
	}, `
		SELECT r.id, r.comment FROM agency_return r
		WHERE r.request_id = $1 AND r.review_id = $2
		  AND NOT EXISTS (SELECT 1 FROM agency_version v WHERE v.request_id = r.request_id AND v.id > r.id)
		ORDER BY r.id DESC`, request, c.Review())
	if err != nil || len(all) == 0 {
		return seal.Text{}, err
	}
	return all[0], nil
}
