package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// Record is something that must be written down before a review may leave a stage.
type Record string

const (
	Acknowledged       Record = "acknowledged"
	ConflictsChecked   Record = "conflicts-checked"
	ReportsRequested   Record = "reports-requested"
	ReportsIn          Record = "reports-in"
	Findings           Record = "findings"
	Recommendation     Record = "recommendation"
	Decision           Record = "decision"
	ChiefOfficersTold  Record = "chief-officers-told"
	NotifierTold       Record = "notifier-told"
	InspectorateTold   Record = "inspectorate-told"
	DecisionConfirmed  Record = "decision-confirmed"
	OtherLearning      Record = "other-learning"
	TeamInPlace        Record = "team-in-place"
	ScopeSet           Record = "scope-set"
	SupportersNamed    Record = "supporters-named"
	PractitionersMet   Record = "practitioners-met"
	ManagersMet        Record = "managers-met"
	PointsReady        Record = "points-ready"
	ReportDrafted      Record = "report-drafted"
	IdentifiersChecked Record = "identifiers-checked"
	Scrutinised        Record = "scrutinised"
	CommitteeApproved  Record = "committee-approved"
	ChiefsRatified     Record = "chiefs-ratified"
	OutcomeTold        Record = "outcome-told"
	PublicationDecided Record = "publication-decided"
	PeopleToldFirst    Record = "people-told-first"
	StrategiesOwned    Record = "strategies-owned"
	OutcomesSeen       Record = "outcomes-seen"
)

// Required is a record with the stage it belongs to, its words, and the page
// where it is made.
type Required struct {
	Record Record
	Stage  access.Stage
	What   string
	Page   string // after /reviews/{review}/
}

// process is what each stage asks for, in order. [ASP22 p4, ASP22 p7, ASP22 p8, CP21 p4, CP24 p6, CI-LR, SEED]
var process = []Required{
	{Acknowledged, access.Received, "The notifier knows that the notification arrived", "notification"},
	{ConflictsChecked, access.Received, "The lead officer has said whether they were involved", "notification"},
	{ReportsRequested, access.Gathering, "Agencies were asked for their reports", "requests"},
	{ReportsIn, access.Gathering, "Each report is in, or it is written down why not", "requests"},
	{Findings, access.Recommending, "Each criterion has a finding with its reason", "findings"},
	{Recommendation, access.Recommending, "The working group's recommendation", "findings"},
	{Decision, access.Deciding, "The committee's decision, with its reasons", "decision"},
	{ChiefOfficersTold, access.Deciding, "Chief officers know of the decision", "decision"},
	{NotifierTold, access.Deciding, "The notifier knows of the decision", "decision"},
	{InspectorateTold, access.Deciding, "The Care Inspectorate knows of the decision", "decision"},
	{DecisionConfirmed, access.Deciding, "The committee confirmed what was decided between its meetings", "decision"},
	{OtherLearning, access.Deciding, "The Care Inspectorate has the learning from the other activity", "decision"},
	{TeamInPlace, access.SettingUp, "A chair, a reviewer and a team without direct involvement", "team"},
	{ScopeSet, access.SettingUp, "What the review looks at, and from when to when", "team"},
	{SupportersNamed, access.SettingUp, "A supporter from each agency", "supporters"},
	{PractitionersMet, access.Learning, "The practitioners' event", "event"},
	{ManagersMet, access.Learning, "The strategic managers' event", "managers"},
	{PointsReady, access.Drafting, "Learning points, each with how and why it emerged", "learning"},
	{ReportDrafted, access.Drafting, "A draft of the report", "report"},
	{IdentifiersChecked, access.Drafting, "The draft names nobody", "report"},
	{Scrutinised, access.Drafting, "The review team finds all the learning in it", "report"},
	{CommitteeApproved, access.Approving, "The committee approved the report", "report/approval"},
	{ChiefsRatified, access.Approving, "Chief officers know of the report", "report/approval"},
	{OutcomeTold, access.Approving, "The Care Inspectorate knows of the outcome", "report/approval"},
	{PublicationDecided, access.Publishing, "What is published, and why", "publication"},
	{PeopleToldFirst, access.Publishing, "Those who took part heard of it first", "publication"},
	{StrategiesOwned, access.Improving, "Each strategy has an owner and a day", "strategies"},
	{OutcomesSeen, access.Improving, "What changed, for each strategy", "strategies"},
}

// sometimes are the records that a stage asks for only where a step says so.
var sometimes = []Record{DecisionConfirmed, OtherLearning}

// Need says whether the review needs a record that not every review needs.
func Need(ctx context.Context, tx *db.Tx, c access.Case, r Record, needed bool) error {
	query := `DELETE FROM review_needed WHERE review_id = $1 AND record = $2`
	if needed {
		query = `INSERT INTO review_needed (review_id, record) VALUES ($1, $2) ON CONFLICT (review_id, record) DO NOTHING`
	}
	if _, err := tx.Exec(ctx, query, c.Review(), string(r)); err != nil {
		return fmt.Errorf("whether %s is needed: %w", r, err)
	}
	return askToMoveOn(ctx, tx, c)
}

// asks lists what the present stage of the review asks for.
func asks(ctx context.Context, tx *db.Tx, c access.Case) ([]Required, error) {
	needed, err := db.All(ctx, tx, db.Column[string], `SELECT record FROM review_needed WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("what the review needs: %w", err)
	}
	var qs []Required
	for _, q := range process {
		if q.Stage == c.Stage() && (!slices.Contains(sometimes, q.Record) || slices.Contains(needed, string(q.Record))) {
			qs = append(qs, q)
		}
	}
	return qs, nil
}

func required(r Record) (Required, bool) {
	for _, q := range process {
		if q.Record == r {
			return q, true
		}
	}
	return Required{}, false
}

// kept is a record of one review, made or left out.
type kept struct {
	Record  Record
	Skipped bool
	Reason  seal.Text
}

// Done writes down that a record was made. Again is no fault; a record that was
// left out before counts as made from then on.
func Done(ctx context.Context, tx *db.Tx, c access.Case, r Record) error {
	if _, ok := required(r); !ok {
		return fmt.Errorf("no stage asks for a record %q", r)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO review_record (review_id, record, at, actor, skipped) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (review_id, record) DO UPDATE SET skipped = excluded.skipped, reason = NULL`,
		c.Review(), string(r), tx.Now(), c.Person(), false)
	if err != nil {
		return fmt.Errorf("record %s: %w", r, err)
	}
	if key, ok := stops[r]; ok {
		if err := StopClock(ctx, tx, c, key, db.DateOf(tx.Now())); err != nil {
			return err
		}
	}
	return askToMoveOn(ctx, tx, c)
}

// askToMoveOn tells the lead officer when nothing is missing any more.
func askToMoveOn(ctx context.Context, tx *db.Tx, c access.Case) error {
	missing, err := Missing(ctx, tx, c)
	if err != nil {
		return err
	}
	if len(missing) > 0 || c.Stage() == access.Closed {
		return Settle(ctx, tx, c, "move-on")
	}
	return Ask(ctx, tx, c, Task{Key: "move-on", Role: access.LeadOfficer, What: "Move the review on to its next stage",
		Path: "/reviews/" + c.Review()})
}

// Undone takes back a record, when what it stood on has changed.
func Undone(ctx context.Context, tx *db.Tx, c access.Case, r Record) error {
	if _, err := tx.Exec(ctx, `DELETE FROM review_record WHERE review_id = $1 AND record = $2`, c.Review(), string(r)); err != nil {
		return fmt.Errorf("take back record %s: %w", r, err)
	}
	return askToMoveOn(ctx, tx, c)
}

// Has says that the record was made.
func Has(ctx context.Context, tx *db.Tx, c access.Case, r Record) (bool, error) {
	_, err := db.One(ctx, tx, db.Column[string], `
		SELECT record FROM review_record WHERE review_id = $1 AND record = $2 AND NOT skipped`, c.Review(), string(r))
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func records(ctx context.Context, tx *db.Tx, c access.Case) (map[Record]kept, error) {
	all := map[Record]kept{}
	_, err := db.All(ctx, tx, func(r db.Row) (kept, error) {
		var k kept
		var id string
		at := c.At(seal.Hold, "review_record", &id)
		err := r.Scan(&id, &k.Skipped, at.Open("reason", &k.Reason))
		k.Record = Record(id)
		all[k.Record] = k
		return k, err
	}, `SELECT record, skipped, reason FROM review_record WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what was recorded: %w", err)
	}
	return all, nil
}

// Missing lists what must still be recorded before the review may leave its stage.
func Missing(ctx context.Context, tx *db.Tx, c access.Case) ([]Required, error) {
	all, err := records(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	qs, err := asks(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var missing []Required
	for _, q := range qs {
		if _, made := all[q.Record]; !made {
			missing = append(missing, q)
		}
	}
	return missing, nil
}

// Next says that the review goes on to another stage than the one that follows:
// to its close, where no review is held.
func Next(ctx context.Context, tx *db.Tx, c access.Case, to access.Stage) error {
	err := tx.Change(ctx, `UPDATE review_stage SET next = $1 WHERE review_id = $2 AND stage = $3`, to, c.Review(), c.Stage())
	if err != nil {
		return fmt.Errorf("where the review goes from %s: %w", c.Stage(), err)
	}
	return nil
}

func next(ctx context.Context, tx *db.Tx, c access.Case) (access.Stage, error) {
	to, err := db.One(ctx, tx, db.Column[access.Stage], `
		SELECT COALESCE(next, stage + 1) FROM review_stage WHERE review_id = $1 AND stage = $2`, c.Review(), c.Stage())
	if err != nil {
		return to, fmt.Errorf("where the review goes from %s: %w", c.Stage(), err)
	}
	return to, nil
}

// ErrIncomplete is given for a move out of a stage that still misses a record.
var ErrIncomplete = errors.New("a record of this stage is missing")

// leave takes the review to its next stage, if nothing is missing.
func leave(ctx context.Context, tx *db.Tx, c access.Case) (access.Stage, error) {
	missing, err := Missing(ctx, tx, c)
	if err != nil {
		return c.Stage(), err
	}
	if len(missing) > 0 {
		return c.Stage(), ErrIncomplete
	}
	to, err := next(ctx, tx, c)
	if err != nil {
		return c.Stage(), err
	}
	if err := settleStage(ctx, tx, c, to); err != nil {
		return c.Stage(), err
	}
	if err := c.Move(ctx, tx, to); err != nil {
		return c.Stage(), err
	}
	return to, enter(ctx, tx, c, to)
}

func enter(ctx context.Context, tx *db.Tx, c access.Case, stage access.Stage) error {
	_, err := tx.Exec(ctx, `INSERT INTO review_stage (review_id, stage, entered_at, entered_by) VALUES ($1, $2, $3, $4)`,
		c.Review(), stage, tx.Now(), c.Person())
	if err != nil {
		return fmt.Errorf("enter %s: %w", stage, err)
	}
	return nil
}
