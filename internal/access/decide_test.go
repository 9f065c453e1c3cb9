package access_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
)

func TestGrantsAreAlternatives(t *testing.T) {
	t.Parallel()
	g := access.Grants{{Roles: access.LeadOfficer | access.Reviewer, Stages: access.At(access.Received, access.Learning)},
		{Roles: access.AgencyAuthor, Stages: access.From(access.Publishing)}}
	tests := []struct {
		roles access.Role
		stage access.Stage
		want  bool
	}{
		{access.LeadOfficer, access.Received, true}, {access.Reviewer, access.Learning, true}, {access.LeadOfficer, access.Gathering, false},
		{access.AgencyAuthor, access.Received, false}, {access.AgencyAuthor, access.Publishing, true}, {access.AgencyAuthor, access.Closed, true},
		{access.AgencyAuthor, access.Approving, false}, {access.LeadOfficer, access.Publishing, false}, {0, access.Received, false},
		{access.AgencyAuthor | access.Reviewer, access.Learning, true}, {access.Manager, access.Received, false},
	}
	for _, x := range tests {
		if got := g.May(x.roles, x.stage); got != x.want {
			t.Errorf("%s at %s: %v", x.roles, x.stage, got)
		}
	}
	if (access.Grants{}).May(access.LeadOfficer, access.Received) || access.Grants(nil).May(access.LeadOfficer, access.Received) {
		t.Error("no grant grants")
	}
}

func TestStagesAreSets(t *testing.T) {
	t.Parallel()
	for _, first := range access.AllStages() {
		for _, last := range access.AllStages() {
			set, n := access.Through(first, last), 0
			for _, s := range access.AllStages() {
				if in := s >= first && s <= last; set.Has(s) != in {
					t.Errorf("from %s to %s has %s: %v", first, last, s, !in)
				} else if in {
					n++
				}
			}
			if set.Count() != n {
				t.Errorf("from %s to %s are %d stages", first, last, set.Count())
			}
		}
		if access.From(first) != access.Through(first, access.Closed) || access.At(first).Count() != 1 || !access.At(first).Has(first) {
			t.Errorf("the sets of %s are wrong", first)
		}
	}
	if access.Stage(-1).String() != "unknown stage" || access.Stage(12).String() != "unknown stage" {
		t.Error("an unknown stage has a name")
	}
	if len(access.AllRoles()) != 15 || (access.LeadOfficer|access.FamilyLink).String() != "lead officer, family link person" {
		t.Error("the roles are not named")
	}
}

// shuts are the ways in which somebody loses their part, and what they are told then.
var shuts = []struct {
	what string
	sql  string // $1 review, $2 account, $3 now
	want error
}{
	{"the part ended a day ago", `UPDATE member SET until_at = '2026-11-01T10:00:00.000000Z' WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrStranger},
	{"the part ends now", `UPDATE member SET until_at = $3 WHERE review_id = $1 AND account_id = $2`, access.ErrStranger},
	{"the part begins tomorrow", `UPDATE member SET from_at = '2026-11-03T10:00:00.000000Z' WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrStranger},
	{"the part is in another review", `UPDATE member SET review_id = (SELECT id FROM review WHERE id <> $1) WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrStranger},
	{"the part is another person's", `UPDATE member SET account_id = (SELECT MIN(id) FROM account WHERE id <> $2) WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrStranger},
	{"a wall", `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) SELECT 'w', $1, $2, wrapped, 'x', $3 FROM review_key WHERE review_id = $1 AND name = 'review'`, access.ErrStranger},
	{"the account is suspended", `UPDATE account SET state = 'suspended' WHERE id = $2 AND created_at <= $3 AND $1 <> ''`, access.ErrStranger},
	{"the session ended", `UPDATE session SET ended_at = $3 WHERE account_id = $2 AND $1 <> ''`, access.ErrStranger},
	{"the second factor is undone", `UPDATE session SET complete = FALSE WHERE account_id = $2 AND seen_at <= $3 AND $1 <> ''`, access.ErrStranger},
	{"the session is another person's", `UPDATE session SET account_id = (SELECT MIN(id) FROM account WHERE id <> $2) WHERE account_id = $2 AND seen_at <= $3 AND $1 <> ''`, access.ErrStranger},
	{"another role", `UPDATE member SET role = 16384 WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrForbidden},
	{"another stage", `UPDATE review SET stage = 7 WHERE id = $1 AND opened_at <= $3 AND $2 <> ''`, access.ErrForbidden},
	{"a stage before", `UPDATE review SET stage = 1 WHERE id = $1 AND opened_at <= $3 AND $2 <> ''`, access.ErrForbidden},
	{"nothing declared", `UPDATE member SET declared_at = NULL WHERE review_id = $1 AND account_id = $2 AND from_at <= $3`, access.ErrUndeclared},
}

// Somebody has an act by an active part in that review, in a stage that has it,
// with an active account, a whole session, no wall, and their declaration made.
// What is lost between the pass and the deed is found in the deed's transaction.
func TestWhoLosesAPartLosesTheAct(t *testing.T) {
	t.Parallel()
	for _, shut := range shuts {
		t.Run(shut.what, func(t *testing.T) {
			each(t, func(t *testing.T, w *accesstest.World) {
				s := w.Session(t, "reviewer")
				p, err := check[Look](w, s, w.Own)
				if err != nil {
					t.Fatal(err)
				}
				w.Exec(t, shut.sql, w.Own, w.Account("reviewer"), w.Clock.Now())
				before := logged(t, w)
				run := func(*db.Tx) error { t.Error("it was run"); return nil }
				for how, err := range map[string]error{"reads": p.Read(bg, run), "writes": p.Write(bg, run)} {
					if !errors.Is(err, shut.want) {
						t.Errorf("whoever had a pass %s: %v", how, err)
					}
				}
				if n := logged(t, w); n != before {
					t.Errorf("%d entries of what was not done", n-before)
				}
				if _, err := check[Look](w, s, w.Own); !errors.Is(err, shut.want) {
					t.Errorf("a new pass: %v", err)
				}
				if err := w.Gate.May(bg, s, w.Own, Look{}.Rule()); !errors.Is(err, shut.want) {
					t.Errorf("may: %v", err)
				}
				// the lead officer keeps theirs, where the stage is as it was
				if shut.what != "another stage" && shut.what != "a stage before" {
					if _, err := check[Look](w, w.Session(t, "lead"), w.Own); err != nil {
						t.Errorf("the lead officer: %v", err)
					}
				}
			})
		})
	}
}

// What gives a part back, or shuts only another review or another person, shuts nothing.
func TestWhatDoesNotShut(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		s := w.Session(t, "reviewer")
		wall := `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at, lifted_at) VALUES ($1, $2, $3, $4, 'x', $5, $6)`
		w.Exec(t, wall, "1", w.Own, w.Account("reviewer"), []byte{1}, w.Clock.Now(), w.Clock.Now())
		w.Exec(t, wall, "2", w.Other, w.Account("reviewer"), []byte{1}, w.Clock.Now(), time.Time{})
		w.Exec(t, wall, "3", w.Own, w.Account("admin"), []byte{1}, w.Clock.Now(), time.Time{})
		w.Exec(t, `UPDATE member SET until_at = $1 WHERE account_id = $2`, w.Clock.Now().Add(time.Microsecond), w.Account("reviewer"))
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("admin"))
		if _, err := check[Look](w, s, w.Own); err != nil {
			t.Error(err)
		}
		// a second, lifted wall does not lift the first
		w.Exec(t, wall, "4", w.Own, w.Account("reviewer"), []byte{1}, w.Clock.Now(), time.Time{})
		if _, err := check[Look](w, s, w.Own); !errors.Is(err, access.ErrStranger) {
			t.Error(err)
		}
	})
}

// Who asks without a whole session, or with one made up, gets nothing.
func TestASessionThatIsMadeUpOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		half := sessionOf(t, w, w.Account("lead"), false)
		whole := half
		whole.Complete = true
		swapped := w.Session(t, "admin")
		swapped.Account = w.Account("lead")
		tests := []struct {
			what       string
			s          access.Session
			pass, own_ error
		}{
			{"nobody", access.Session{}, access.ErrSignIn, access.ErrSignIn},
			{"one factor", half, access.ErrSignIn, access.ErrSignIn},
			{"one factor, said to be two", whole, access.ErrStranger, access.ErrSignIn},
			{"made up", access.Session{Account: w.Account("lead"), Complete: true}, access.ErrStranger, access.ErrSignIn},
			{"another person's", swapped, access.ErrStranger, access.ErrSignIn},
		}
		for _, x := range tests {
			if _, err := check[Look](w, x.s, w.Own); !errors.Is(err, x.pass) {
				t.Errorf("%s, in a review: %v", x.what, err)
			}
			if err := w.Gate.May(bg, x.s, w.Own, Look{}.Rule()); !errors.Is(err, x.pass) {
				t.Errorf("%s, may: %v", x.what, err)
			}
			if _, err := access.CheckOwn[Sit](bg, w.Gate, x.s, ""); !errors.Is(err, x.own_) {
				t.Errorf("%s, in an office: %v", x.what, err)
			}
			err := access.CheckOpen[Begin](w.Gate, x.s, "").Read(bg, func(tx *db.Tx) error {
				mine, err := access.CheckOpen[Begin](w.Gate, x.s, "").Reviews(bg, tx)
				if len(mine) != 0 {
					t.Errorf("%s sees %v", x.what, mine)
				}
				return err
			})
			if err != nil && !errors.Is(err, access.ErrSignIn) {
				t.Errorf("%s, open: %v", x.what, err)
			}
		}
	})
}

// An office is held by the account, and opens no review by itself.
func TestAnOfficeOpensNoReview(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		if _, err := access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "lead"), ""); err != nil {
			t.Error(err)
		}
		if _, err := access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "reviewer"), ""); !errors.Is(err, access.ErrStranger) {
			t.Errorf("the reviewer sits as a lead officer: %v", err)
		}
		if _, err := access.CheckOwn[Mine](bg, w.Gate, w.Session(t, "stranger"), ""); err != nil {
			t.Errorf("a stranger has no page of their own: %v", err)
		}
		if _, err := check[Look](w, w.Session(t, "other lead"), w.Own); !errors.Is(err, access.ErrStranger) {
			t.Errorf("a lead officer of another review: %v", err)
		}
		// the office lost between the pass and the deed
		p, err := access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "lead"), "")
		if err != nil {
			t.Fatal(err)
		}
		w.Exec(t, `DELETE FROM office WHERE account_id = $1`, w.Account("lead"))
		for _, err := range []error{p.Read(bg, nothing), p.Write(bg, nothing)} {
			if !errors.Is(err, access.ErrStranger) {
				t.Errorf("without the office: %v", err)
			}
		}
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("lead"))
		for _, err := range []error{p.Read(bg, nothing), p.Write(bg, nothing)} {
			if !errors.Is(err, access.ErrSignIn) {
				t.Errorf("without the account: %v", err)
			}
		}
	})
}

// A deed that was begun in one stage, or by a part that is lost, is not done in another.
func TestADeedIsOfItsStageAndPart(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, author := must[Look](t, w, "lead"), must[Look](t, w, "author")
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ('m', $1, $2, $3, $4, 'x', $5)`,
			w.Own, w.Account("author"), access.AgencyAuthor, accesstest.Health, w.Clock.Now())
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('n', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("lead"), access.Manager, w.Clock.Now())
		if author.Agency() != accesstest.Social || !author.Is(access.AgencyAuthor) || author.Is(access.LeadOfficer|access.Manager) {
			t.Errorf("the author writes for %q", author.Agency())
		}
		both := must[Look](t, w, "lead")
		if !both.Is(access.Manager) || both.Agency() != "" {
			t.Error("a second part does not count")
		}
		for who, p := range map[string]access.Case{"author": author.Case, "lead": lead.Case, "lead and manager": both.Case} {
			if err := p.Write(bg, nothing); err != nil {
				t.Errorf("%s, with one part more: %v", who, err)
			}
		}
		w.Exec(t, `UPDATE member SET until_at = $1 WHERE account_id = $2 AND agency_id = $3`, w.Clock.Now(), w.Account("author"), accesstest.Social)
		if err := author.Write(bg, nothing); !errors.Is(err, access.ErrMoved) {
			t.Errorf("the author, of another agency now: %v", err)
		}
		w.Exec(t, `UPDATE member SET until_at = $1 WHERE id = 'n'`, w.Clock.Now())
		if err := both.Write(bg, nothing); !errors.Is(err, access.ErrMoved) {
			t.Errorf("the lead officer, manager no more: %v", err)
		}
		w.Stage(t, access.Deciding)
		for how, err := range map[string]error{"reads": lead.Read(bg, nothing), "writes": lead.Write(bg, nothing)} {
			if !errors.Is(err, access.ErrMoved) {
				t.Errorf("whoever had a pass of the stage before %s: %v", how, err)
			}
		}
	})
}

// The agency is that of the part by which the act is theirs, and of no other.
func TestTheAgencyIsThatOfThePart(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ('0', $1, $2, $3, $4, 'x', $5)`,
			w.Own, w.Account("author"), access.Manager, accesstest.Police, w.Clock.Now().Add(-day))
		if got := must[Look](t, w, "author").Agency(); got != accesstest.Social {
			t.Errorf("the author looks for %s", got)
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ('1', $1, $2, $3, $4, 'x', $5)`,
			w.Own, w.Account("author"), access.TeamMember|access.Reviewer, accesstest.Health, w.Clock.Now().Add(-day))
		if got := must[Look](t, w, "author").Agency(); got != accesstest.Social {
			t.Errorf("by a part that is not declared, the author looks for %s", got)
		}
		if got := must[Declare](t, w, "author").Agency(); got != accesstest.Health {
			t.Errorf("before the declaration the act is for %s", got)
		}
		w.Exec(t, `UPDATE member SET from_at = $1 WHERE id = '1'`, w.Clock.Now())
		w.Exec(t, `UPDATE member SET from_at = $1 WHERE account_id = $2 AND id > '1'`, w.Clock.Now().Add(-day), w.Account("author"))
		if got := must[Look](t, w, "author").Agency(); got != accesstest.Social {
			t.Errorf("with a later part that is not declared, the author looks for %s", got)
		}
	})
}

type membership struct {
	role        access.Role
	from, until int // days from now; until 0 is without end
	declared    bool
}

// The program decides as a model of ten lines does; and a wall, the end of a
// part, or the end of a session never adds anything.
func TestLosingSomethingNeverOpensAnything(t *testing.T) {
	t.Parallel()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	w := accesstest.New(t, dbtest.Lite(t, at.Now, accesstest.Schemas()...), at)
	s := w.Session(t, "stranger")
	me := w.Account("stranger")
	some := []access.Role{access.LeadOfficer, access.AgencyAuthor, access.Reviewer, access.TeamMember, access.Reviewer | access.Manager}
	rapid.Check(t, func(rt *rapid.T) {
		stage := rapid.SampledFrom(access.AllStages()).Draw(rt, "stage")
		held := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) membership {
			return membership{rapid.SampledFrom(some).Draw(t, "role"), rapid.IntRange(-1, 1).Draw(t, "from"),
				rapid.IntRange(-1, 1).Draw(t, "until"), rapid.Bool().Draw(t, "declared")}
		}), 0, 4).Draw(rt, "parts")
		rule := access.Rule{Name: "test.any", Undeclared: rapid.Bool().Draw(rt, "undeclared")}
		for range rapid.IntRange(1, 3).Draw(rt, "grants") {
			rule.Who = append(rule.Who, access.Grant{Roles: access.Role(rapid.Uint32Range(0, 1<<15-1).Draw(rt, "roles")),
				Stages: access.Stages(rapid.Uint16Range(0, 1<<12-1).Draw(rt, "stages"))})
		}
		put := func() {
			w.Exec(t, `DELETE FROM wall WHERE account_id = $1`, me)
			w.Exec(t, `DELETE FROM member WHERE account_id = $1`, me)
			w.Exec(t, `UPDATE review SET stage = $1`, stage)
			for _, m := range held {
				var until, declared time.Time
				if m.until != 0 {
					until = at.Now().Add(time.Duration(m.until) * day)
				}
				if m.declared {
					declared = at.Now()
				}
				w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at, until_at, declared_at) VALUES ($1, $2, $3, $4, 'x', $5, $6, $7)`,
					db.NewID(), w.Own, me, m.role, at.Now().Add(time.Duration(m.from)*day), until, declared)
			}
		}
		put()
		want, shut := access.ErrStranger, false
		for _, m := range held {
			if m.from > 0 || m.until < 0 {
				continue
			}
			if want == access.ErrStranger {
				want = access.ErrForbidden
			}
			for _, g := range rule.Who {
				if g.Roles&m.role == 0 || g.Stages&(1<<stage) == 0 {
					continue
				}
				if m.role&access.Declaring != 0 && !m.declared && !rule.Undeclared {
					shut = true
				} else {
					want = nil
				}
			}
		}
		if want == access.ErrForbidden && shut {
			want = access.ErrUndeclared
		}
		may := func() error { return w.Gate.May(bg, s, w.Own, rule) }
		was := may()
		if !errors.Is(was, want) {
			rt.Fatalf("the program says %v, the model %v", was, want)
		}
		if err := w.Gate.May(bg, s, w.Other, rule); !errors.Is(err, access.ErrStranger) {
			rt.Fatalf("in the other review: %v", err)
		}
		for i, lose := range []string{
			`INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('wall', $1, $2, $3, 'x', $4)`,
			`UPDATE member SET until_at = $4 WHERE review_id = $1 AND account_id = $2 AND $3 = $3 AND id = (SELECT MIN(id) FROM member WHERE account_id = $2)`,
			`UPDATE member SET declared_at = NULL WHERE review_id = $1 AND account_id = $2 AND $3 = $3 AND $4 = $4`,
		} {
			put()
			w.Exec(t, lose, w.Own, me, []byte{1}, at.Now())
			now := may()
			if was != nil && now == nil || i == 0 && !errors.Is(now, access.ErrStranger) {
				rt.Fatalf("after %s: %v, before it %v", lose, now, was)
			}
		}
	})
}
