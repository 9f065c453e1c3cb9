package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/web"
)

// signer is a member of the team, and what they said of the newest version.
type signer struct {
	reviewteam.Member
	Signed bool
	Reason seal.Text // why not, as the lead officer wrote it down
	At     time.Time
}

// Open says that nothing is written down for the member yet.
func (s signer) Open() bool { return s.At.IsZero() }

// signatures lists the members who are to sign a version, with what they said.
func signatures(ctx context.Context, tx *db.Tx, c access.Case, version string) ([]signer, error) {
	ms, err := signers(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	said := map[string]signer{}
	_, err = db.All(ctx, tx, func(r db.Row) (signer, error) {
		var s signer
		var id string
		err := r.Scan(&id, &s.Account, &s.Signed, c.At(seal.DraftReport, "report_signature", &id).Open("reason", &s.Reason), &s.At)
		said[s.Account] = s
		return s, err
	}, `SELECT id, account_id, signed, reason, at FROM report_signature WHERE review_id = $1 AND version_id = $2`, c.Review(), version)
	if err != nil {
		return nil, fmt.Errorf("list who signed: %w", err)
	}
	var all []signer
	for _, m := range ms {
		s := said[m.Account]
		s.Member = m
		all = append(all, s)
	}
	return all, nil
}

// missing says in words what the scrutiny of a version still needs.
func missing(ctx context.Context, tx *db.Tx, c access.Case, version string) ([]string, error) {
	ss, err := signatures(ctx, tx, c, version)
	if err != nil {
		return nil, err
	}
	ks, err := remarks(ctx, tx, c, nil)
	if err != nil {
		return nil, err
	}
	signed, waits, open := 0, 0, 0
	for _, s := range ss {
		if s.Signed {
			signed++
		}
		if s.Open() {
			waits++
		}
	}
	for _, k := range ks {
		if k.Open() {
			open++
		}
	}
	var out []string
	if waits > 0 {
		out = append(out, fmt.Sprintf("members of the team who have not signed: %d", waits))
	}
	if open > 0 {
		out = append(out, fmt.Sprintf("comments without an answer: %d", open))
	}
	if signed == 0 && waits == 0 {
		out = append(out, "the signature of at least one member of the team")
	}
	return out, nil
}

// weighScrutiny keeps the record that the team finds all the learning in the
// newest version.
func weighScrutiny(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	left, err := missing(ctx, tx, c, v.ID)
	if err != nil {
		return err
	}
	changed, err := set(ctx, tx, c, review.Scrutinised, len(left) == 0)
	if err != nil || !changed {
		return err
	}
	return ready(ctx, tx, c, v)
}

type scrutinyData struct {
	Form     *form.Form
	Review   string
	Version  Version
	None     bool
	Headings []form.Option
	Remarks  []remark
	Signers  []signer
	Names    map[string]string // of accounts
	Waiting  []form.Option     // members who have not signed
	Missing  []string
	Done     bool
	MaySign  bool
	Lead     bool
	MayReply bool
}

var scrutinyPage = web.NewPage[scrutinyData](pages, "scrutiny.html")

func (d *scrutinyData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := learning.Declared(ctx, tx, c); err != nil {
		return err
	}
	d.Review, d.Lead, d.MayReply = c.Review(), c.Is(access.LeadOfficer), c.Is(holding)
	ss, err := sections(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, s := range ss {
		d.Headings = append(d.Headings, form.Option{Value: s.ID, Label: s.Title})
	}
	d.Headings = append(d.Headings, form.Option{Value: "whole", Label: "The whole report"})
	if d.Remarks, err = remarks(ctx, tx, c, ss); err != nil {
		return err
	}
	if d.Names, err = nameOf(ctx, tx, c); err != nil {
		return err
	}
	d.Version, err = Current(ctx, tx, c)
	if d.None = errors.Is(err, db.ErrNotFound); d.None {
		return nil
	}
	if err != nil {
		return err
	}
	if d.Signers, err = signatures(ctx, tx, c, d.Version.ID); err != nil {
		return err
	}
	for _, s := range d.Signers {
		if s.Open() {
			d.Waiting = append(d.Waiting, form.Option{Value: s.Account, Label: s.Name.Reveal()})
		}
		d.MaySign = d.MaySign || s.Account == c.Person() && !s.Signed
	}
	if d.Missing, err = missing(ctx, tx, c, d.Version.ID); err != nil {
		return err
	}
	d.Done, err = review.Has(ctx, tx, c, review.Scrutinised)
	return err
}

// nameOf gives the names of those who have a part in the review.
func nameOf(ctx context.Context, tx *db.Tx, c access.Case) (map[string]string, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name.Reveal()
	}
	return names, nil
}

func showScrutiny(r *web.Request, p access.Pass[Scrutinise]) (web.Answer, error) {
	return scrutinyAgain(r, p.Case, form.New())
}

func scrutinyAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := scrutinyData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c) })
	return scrutinyPage.With(d), err
}
