package access_test

import (
	"context"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

// Acts of these tests. Author and reviewer may look while reports are gathered;
// only the lead officer may keep.
type Look struct{}

func (Look) Rule() access.Rule {
	return access.Rule{Name: "test.look", Opens: seal.Chronology, Who: access.Grants{
		{Roles: access.AgencyAuthor | access.Reviewer | access.LeadOfficer, Stages: access.Through(access.Gathering, access.Learning)}}}
}

type Speak struct{} // without leaving a name

func (Speak) Rule() access.Rule {
	r := Look{}.Rule()
	r.Name, r.Unattributed = "test.speak", true
	return r
}

type Declare struct{}

func (Declare) Rule() access.Rule {
	r := Look{}.Rule()
	r.Name, r.Undeclared = "test.declare", true
	return r
}

type Sit struct{}

func (Sit) Rule() access.Rule { return access.Rule{Name: "test.sit", Office: access.LeadOfficer} }

type Mine struct{}

func (Mine) Rule() access.Rule { return access.Rule{Name: "test.mine", Opens: seal.Accounts} }

type Whisper struct{}

func (Whisper) Rule() access.Rule { return access.Rule{Name: "test.whisper", Unattributed: true} }

type Begin struct{}

func (Begin) Rule() access.Rule { return access.Rule{Name: "test.begin", Opens: seal.Notification} }

var bg = context.Background()

// each runs the test in worlds at the stage Gathering.
func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		test(t, w)
	})
}

func one[T any](t *testing.T, w *accesstest.World, query string, args ...any) T {
	t.Helper()
	var v T
	err := w.DB.Read(bg, func(tx *db.Tx) error {
		var err error
		v, err = db.One(bg, tx, db.Column[T], query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// entries gives the log of an act, newest last, as actor|outcome|object|review.
func entries(t *testing.T, w *accesstest.World, action string) []string {
	t.Helper()
	var all []string
	err := w.DB.Read(bg, func(tx *db.Tx) error {
		var err error
		all, err = db.All(bg, tx, func(r db.Row) (string, error) {
			var actor, outcome, object, review string
			err := r.Scan(&actor, &outcome, &object, &review)
			return actor + "|" + outcome + "|" + object + "|" + review, err
		}, `SELECT actor, outcome, object, review_id FROM audit_entry WHERE action = $1 ORDER BY n`, action)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func logged(t *testing.T, w *accesstest.World) int64 {
	t.Helper()
	rep, err := w.Log.Verify(bg, w.DB, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rep.Entries
}

func check[A access.Act](w *accesstest.World, s access.Session, review string) (access.Pass[A], error) {
	return access.Check[A](bg, w.Gate, s, review, "")
}

func must[A access.Act](t *testing.T, w *accesstest.World, who string) access.Pass[A] {
	t.Helper()
	p, err := check[A](w, w.Session(t, who), w.Own)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func nothing(*db.Tx) error { return nil }

// sessionOf gives an account a new session.
func sessionOf(t *testing.T, w *accesstest.World, account string, complete bool) access.Session {
	t.Helper()
	var s access.Session
	var cookie string
	err := w.DB.Write(bg, func(tx *db.Tx) error {
		var err error
		cookie, err = w.Gate.Begin(bg, tx, account, complete)
		return err
	})
	if err == nil {
		s, err = w.Gate.Find(bg, cookie)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const day = 24 * time.Hour
