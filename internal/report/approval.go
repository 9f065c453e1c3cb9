package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

// The steps by which a version is approved, as the table has them.
const (
	byCommittee = "committee"
	byChiefs    = "chiefs"
)

// given is one approval: whose, and on which day.
type given struct {
	By  string
	Day db.Date
}

// standing is how far one committee came with a version.
type standing struct {
	review.Committee
	Approved given // by the committee
	Chiefs   given // told or ratified
	Mine     bool  // the person chairs it, or is a chief officer for it
}

// Ratifies says that chief officers ratify, and are not only told.
func (s standing) Ratifies() bool { return s.Settings.ChiefOfficers == review.Ratify }

// standings says for each committee of the review how far it came. An approval
// counts only for the very bytes it was given for.
func standings(ctx context.Context, tx *db.Tx, c access.Case, v Version) ([]standing, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all := make([]standing, len(cs))
	for i := range cs {
		all[i].Committee = cs[i]
	}
	_, err = db.All(ctx, tx, func(r db.Row) (given, error) {
		var g given
		var committee, step, hash string
		if err := r.Scan(&committee, &step, &hash, &g.Day, &g.By); err != nil {
			return g, err
		}
		if hash != v.Hash {
			return g, fmt.Errorf("approval of %s: %w", v, seal.ErrTampered)
		}
		for i := range all {
			switch {
			case all[i].ID == committee && step == byCommittee:
				all[i].Approved = g
			case all[i].ID == committee:
				all[i].Chiefs = g
			}
		}
		return g, nil
	}, `SELECT committee_id, step, hash, day, account_id FROM report_approval WHERE review_id = $1 AND version_id = $2`, c.Review(), v.ID)
	if err != nil {
		return nil, fmt.Errorf("who approved %s: %w", v, err)
	}
	return all, nil
}

// approvedOn is the day on which the last committee approved; none while one is missing.
func approvedOn(all []standing) db.Date {
	return last(all, func(s standing) db.Date { return s.Approved.Day })
}

// ratifiedOn is the day on which the last chief officers ratified, or were told.
func ratifiedOn(all []standing) db.Date {
	return last(all, func(s standing) db.Date { return s.Chiefs.Day })
}

func last(all []standing, day func(standing) db.Date) db.Date {
	var late db.Date
	for _, s := range all {
		d := day(s)
		if d.IsZero() {
			return db.Date{}
		}
		if late.IsZero() || d.After(late) {
			late = d
		}
	}
	return late
}

// mine marks the committees for which the person holds an office. Where the
// review has one committee, it is that one.
func mine(ctx context.Context, tx *db.Tx, c access.Case, role access.Role, all []standing) error {
	staff, err := c.Staff(ctx, tx, role)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Mine = len(all) == 1
		for _, p := range staff {
			all[i].Mine = all[i].Mine || p.ID == c.Person() && p.Committee == all[i].ID
		}
	}
	return nil
}

func keepApproval(ctx context.Context, tx *db.Tx, c access.Case, v Version, committee, step string, day db.Date) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO report_approval (id, review_id, version_id, committee_id, step, hash, day, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.Review(), v.ID, committee, step, v.Hash, day, c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("approval of %s: %w", v, err)
	}
	c.Touch(v.ID)
	return nil
}

// approved goes on once a committee approved: chief officers ratify, or the lead
// officer tells them, as their committee has it. [SEED, ASP22 p4]
func approved(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	all, err := standings(ctx, tx, c, v)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Approved.Day.IsZero() || !s.Chiefs.Day.IsZero() {
			continue
		}
		t := review.Task{Key: "report:chiefs:" + s.ID, Role: access.LeadOfficer, What: "Tell the chief officers of the approved report",
			Path: review.Path(c, "report/approval")}
		if s.Ratifies() {
			t.Role, t.What = access.ChiefOfficer, "Read the approved report and ratify it"
		}
		if err := ask(ctx, tx, c, t); err != nil {
			return err
		}
	}
	if approvedOn(all).IsZero() {
		return nil
	}
	if err := review.Settle(ctx, tx, c, "report:approve"); err != nil {
		return err
	}
	return review.Done(ctx, tx, c, review.CommitteeApproved)
}

// outcomeClock names the time in which the Care Inspectorate is told.
const outcomeClock = "ci-outcome"

// ratified goes on once chief officers know: when all do, the days begin in
// which the Care Inspectorate is told of the outcome. [CI-AD]
func ratified(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	all, err := standings(ctx, tx, c, v)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !s.Chiefs.Day.IsZero() {
			if err := review.Settle(ctx, tx, c, "report:chiefs:"+s.ID); err != nil {
				return err
			}
		}
	}
	day := ratifiedOn(all)
	if day.IsZero() {
		return nil
	}
	if err := review.Done(ctx, tx, c, review.ChiefsRatified); err != nil {
		return err
	}
	within := clock.Span{Amount: 7, Unit: clock.CalendarDay}
	if k, ok := all[0].Version().Clock(outcomeClock); ok && k.Span != nil {
		within = *k.Span
	}
	k := review.Clock{Key: outcomeClock, What: "Tell the Care Inspectorate of the outcome", Source: "CI-AD",
		Running: clock.Running{Start: day, Span: within}}
	if err := review.StartClock(ctx, tx, c, k); err != nil {
		return err
	}
	if k.Calendar, err = review.Calendar(ctx, tx, c); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: "report:outcome", Role: access.LeadOfficer, What: "Tell the Care Inspectorate of the outcome",
		Path: review.Path(c, "report/approval"), Due: k.Due(k.Calendar)})
}

// outcome is that the Care Inspectorate was told, and what it answered.
type outcome struct {
	Day     db.Date
	Receipt seal.Text
}

func outcomeOf(ctx context.Context, tx *db.Tx, c access.Case, v Version) (outcome, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (outcome, error) {
		var o outcome
		var id string
		return o, r.Scan(&id, &o.Day, c.At(seal.DraftReport, "report_outcome", &id).Open("receipt", &o.Receipt))
	}, `SELECT id, day, receipt FROM report_outcome WHERE review_id = $1 AND version_id = $2`, c.Review(), v.ID)
	if err != nil || len(all) == 0 {
		return outcome{}, err
	}
	return all[0], nil
}

// notice is the text for the Care Inspectorate's form, a line for each field of
// it that is known. It names nobody. [CI-LR, CI-AD]
func notice(code string, v Version, all []standing) string {
	var titles, committees []string
	for i, t := range v.Points {
		titles = append(titles, fmt.Sprintf("%d. %s", i+1, t))
	}
	for _, s := range all {
		committees = append(committees, s.Name)
	}
	says := map[string]string{
		"report":      fmt.Sprintf("Attached: report-version-%d.docx", v.Number),
		"ratified":    ratifiedOn(all).Words(),
		"committee":   strings.Join(committees, "; "),
		"reference":   code,
		"learning":    strings.Join(titles, "\n"),
		"strategies":  v.Strategies,
		"publication": "To be decided. The committee will tell you.",
	}
	var lines []string
	f, _ := all[0].Version().Form("F5")
	for _, one := range f.Fields {
		if words := says[one.ID]; words != "" {
			lines = append(lines, one.Label+":\n"+words)
		}
	}
	return strings.Join(lines, "\n\n")
}

// unsure lists the fields of that form whose wording was not confirmed.
func unsure(all []standing) []string {
	var out []string
	f, _ := all[0].Version().Form("F5")
	for _, one := range f.Fields {
		if one.Confirmed == guidance.Unconfirmed && !slices.Contains(out, one.Label) {
			out = append(out, one.Label)
		}
	}
	return out
}
