package decision

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
)

// follow draws what follows from what is written down now: which records of the
// stage are made, where the review goes, which clocks run, and whose turn it is.
// Every deed of this half of the step ends with it, so the order of deeds does
// not matter. [CP24 p2, ASP22 p4, CI-LR]
func follow(ctx context.Context, tx *db.Tx, c access.Case) error {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range s.Committees {
		if err := clocksOf(ctx, tx, c, k); err != nil {
			return err
		}
		if err := confirmTurn(ctx, tx, c, k); err != nil {
			return err
		}
	}
	if c.Stage() != access.Deciding {
		return refusedLate(ctx, tx, c, s)
	}
	for _, k := range s.Committees {
		if err := askForMore(ctx, tx, c, k); err != nil {
			return err
		}
	}
	if err := records(ctx, tx, c, s); err != nil {
		return err
	}
	if err := destination(ctx, tx, c, s); err != nil {
		return err
	}
	if err := leadTurn(ctx, tx, c, s); err != nil {
		return err
	}
	return turnAll(ctx, tx, c)
}

// records makes the records of the stage, or takes them back, as the facts are.
func records(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	all, holds := s.decided()
	facts := []struct {
		record review.Record
		needed bool // asked of this review; the first four are asked of every one
		made   bool
	}{{review.Decision, true, all}, {review.ChiefOfficersTold, true, all}, {review.NotifierTold, true, all}, {review.InspectorateTold, true, all},
		{review.DecisionConfirmed, false, all}, {review.OtherLearning, false, all}}
	for _, k := range s.Committees {
		for i, so := range []bool{true, k.Settled(), k.Knows("notifier"), k.Knows("inspectorate"), !k.Unconfirmed(), !k.OwesLearning()} {
			facts[i].made = facts[i].made && so
		}
		// A review goes on meanwhile; one that is not held stays open for these.
		facts[4].needed = facts[4].needed || !holds && k.Decision.Delegated()
		facts[5].needed = facts[5].needed || !holds && k.Decided() && k.Decision.Outcome == Other
	}
	for i, f := range facts {
		if i >= 4 {
			if err := review.Need(ctx, tx, c, f.record, f.needed); err != nil {
				return err
			}
		}
		had, err := review.Has(ctx, tx, c, f.record)
		if err != nil {
			return err
		}
		switch {
		case f.made && !had:
			err = review.Done(ctx, tx, c, f.record)
		case had && !f.made:
			err = review.Undone(ctx, tx, c, f.record)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// destination says where the review goes once every committee has decided: one
// that is for a review is enough, and that one holds it.
func destination(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	all, holds := s.decided()
	if !all {
		return nil
	}
	to := access.Closed
	if holds {
		to = access.SettingUp
	}
	for _, k := range s.Committees {
		if err := review.HeldBy(ctx, tx, c, k.Committee.ID, k.Decision.Outcome == Review); err != nil {
			return err
		}
	}
	if err := settleLeft(ctx, tx, c); err != nil {
		return err
	}
	return review.Next(ctx, tx, c, to)
}

// noticeClock is the time limit in the guidance for the notice of the decision.
const noticeClock = "ci-decision"

// clocksOf starts the clocks that one committee's decision brings.
func clocksOf(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) error {
	start := func(what, name, source string, span clock.Span) error {
		return review.StartClock(ctx, tx, c, review.Clock{Key: versionKey(what, k), What: name, Source: source,
			Running: clock.Running{Start: k.Decision.On, Span: span}})
	}
	until := func(day db.Date) clock.Span {
		return clock.Span{Amount: k.Decision.On.DaysUntil(day), Unit: clock.CalendarDay}
	}
	if g, ok := k.Committee.Version().Clock(noticeClock); k.Made() && ok && g.Span != nil {
		if err := start(noticeClock, g.Name+", "+short(k.Committee), g.Source, *g.Span); err != nil {
			return err
		}
	}
	if k.Made() && k.Decision.Delegated() {
		if err := start("decision-confirm", "Confirm what was decided between meetings, "+short(k.Committee), "Set by the committee", until(k.Decision.day("meets"))); err != nil {
			return err
		}
	}
	if k.Decided() && k.Decision.Outcome == Other {
		if err := start("decision-learning", "Send the learning of the other activity, "+short(k.Committee), "CI-LR", until(k.Decision.day("report_by"))); err != nil {
			return err
		}
	}
	if k.Asked() {
		return start("decision-more", "More information for the committee, "+short(k.Committee), "Set by the committee", until(k.Decision.day("asked_by")))
	}
	return nil
}

// short names a committee by whom it protects, beside the words of a clock.
func short(k review.Committee) string {
	if k.Track == guidance.Child {
		return "child protection committee"
	}
	return "adult protection committee"
}

// stopClocks stops a clock of the decision as it stands, and of versions before it.
func stopClocks(ctx context.Context, tx *db.Tx, c access.Case, what string, k *committeeStand, on db.Date) error {
	for v := k.Decision.version; v > 0; v-- {
		if err := review.StopClock(ctx, tx, c, fmt.Sprintf("%s:%s:%d", what, k.Committee.ID, v), on); err != nil {
			return err
		}
	}
	return nil
}

func askForMore(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) error {
	key := "decision-more:" + k.Committee.ID
	if !k.Asked() || k.Answered() {
		return review.Settle(ctx, tx, c, key)
	}
	return ask(ctx, tx, c, review.Task{Key: key, Role: access.LeadOfficer, Due: k.Decision.day("asked_by"),
		What: "The committee asks for more information before it decides", Path: review.Path(c, "decision/more/"+k.Committee.ID)})
}

// confirmTurn asks the chairs whether the committee confirms what was decided
// between its meetings. It waits for them in whatever stage the review is.
func confirmTurn(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) error {
	for _, p := range k.Chairs {
		key := "decision-confirm:" + k.Committee.ID + ":" + p.ID
		if !k.Unconfirmed() {
			if err := review.Settle(ctx, tx, c, key); err != nil {
				return err
			}
			continue
		}
		if err := ask(ctx, tx, c, review.Task{Key: key, Account: p.ID, Role: access.CommitteeChair, Due: k.Decision.day("meets"),
			What: "Say whether the committee confirms what was decided between its meetings", Path: review.Path(c, "decision/confirm/"+k.Committee.ID)}); err != nil {
			return err
		}
	}
	return nil
}

// refusedLate tells the lead officer when a committee did not confirm a decision
// on which the review had gone on.
func refusedLate(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	for _, k := range s.Committees {
		if !k.Refused() {
			continue
		}
		if err := ask(ctx, tx, c, review.Task{Key: versionKey("decision-refused", k), Role: access.LeadOfficer,
			What: "The committee did not confirm its decision. Agree with the chair what happens to the review", Path: review.Path(c, "decision")}); err != nil {
			return err
		}
	}
	return nil
}

// leadTurn puts on the lead officer's page whom to tell: each committee's notice
// as soon as that one decided, the others once all have.
func leadTurn(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	waits := false
	for _, k := range s.Committees {
		waits = waits || !k.Knows("notifier") || !k.Settled()
		t := review.Task{Key: "decision-notice:" + k.Committee.ID, Role: access.LeadOfficer, Due: k.Decision.On,
			What: "Send the Care Inspectorate the decision notice of the " + short(k.Committee), Path: review.Path(c, "decision/notice/"+k.Committee.ID)}
		if k.KnewOnce("inspectorate") {
			t.What = "Send the Care Inspectorate a new decision notice of the " + short(k.Committee) + ", because it changed"
		}
		put := ask
		if !k.Decided() || k.Knows("inspectorate") {
			put = settled
		}
		if err := put(ctx, tx, c, t); err != nil {
			return err
		}
	}
	if all, _ := s.decided(); !all || !waits {
		return review.Settle(ctx, tx, c, "decision-tell")
	}
	return ask(ctx, tx, c, review.Task{Key: "decision-tell", Role: access.LeadOfficer,
		What: "Tell the notifier, the agencies and the chief officers of the decision", Path: review.Path(c, "decision"), Due: db.DateOf(tx.Now())})
}

func settled(ctx context.Context, tx *db.Tx, c access.Case, t review.Task) error {
	return review.Settle(ctx, tx, c, t.Key)
}
