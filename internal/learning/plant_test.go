package learning_test

import (
	"context"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/event"
	"lr/internal/learning"
	"lr/internal/notification"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

var features = []web.Feature{notification.Feature, agencyreport.Feature, chronology.Feature, reviewteam.Feature, support.Feature,
	event.Feature, learning.Feature}

// planting puts into the review what the steps before would have.
type planting struct{}

func (planting) Rule() access.Rule {
	return access.Rule{Name: "learning_test.plant", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Received)}}, Opens: seal.EventRecord}
}

// ids are two contributions that were cleared, in the order of their ids.
func ids(*testing.T, *accesstest.World) (string, string) { return "c1", "c2" }

// plant gives both reviews contributions, of which one of Own is not cleared,
// and team members who declared.
func plant(t *testing.T, w *accesstest.World) {
	t.Helper()
	say(t, w, "lead", w.Own, "c1", "The nurse rang the school.", true)
	say(t, w, "lead", w.Own, "c2", "We had no room.", true)
	say(t, w, "lead", w.Own, "c3", "Uncleared canary.", false)
	say(t, w, "other lead", w.Other, "o1", "Other canary.", true)
	for i, m := range []struct{ review, who string }{{w.Own, "team"}, {w.Own, "team two"}, {w.Other, "other team"}} {
		w.Exec(t, `INSERT INTO reviewteam_member (id, review_id, account_id, role, agency_id, named_at, declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			"m"+string(rune('1'+i)), m.review, w.Account(m.who), access.TeamMember, accesstest.Social, w.Clock.Now(), w.Clock.Now())
	}
}

func say(t *testing.T, w *accesstest.World, who, review, id, words string, cleared bool) {
	t.Helper()
	ctx := context.Background()
	p, err := access.Check[planting](ctx, w.Gate, w.Session(t, who), review, "")
	if err != nil {
		t.Fatal(err)
	}
	err = p.Write(ctx, func(tx *db.Tx) error {
		at := p.At(seal.EventRecord, "event_contribution", &id)
		var clear any
		if cleared {
			clear = at.Seal("cleared", seal.T(words))
		}
		_, err := tx.Exec(ctx, `INSERT INTO event_contribution (id, review_id, question, lens, words, cleared) VALUES ($1, $2, 'went-well', '', $3, $4)`,
			id, review, at.Seal("words", seal.T(words)), clear)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
