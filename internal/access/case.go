package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Pass lets one person do one act in one review. Check alone makes one.
type Pass[A Act] struct{ Case }

// Case is what a pass knows and opens, whatever its act. The zero Case opens nothing.
type Case struct{ in *inside }

type inside struct {
	gate    *Gate
	session Session
	rule    Rule
	review  string
	held    held
	box     *seal.Box // nil while Across has not unlocked it
	token   string
	objects []string
	detail  seal.Text
	counted bool // the form's token was taken
}

// Check makes the pass, or says ErrSignIn, ErrStranger or ErrForbidden. A
// refusal leaves its entry in the log. token is the form's, "" for a page.
func Check[A Act](ctx context.Context, g *Gate, s Session, review, token string) (Pass[A], error) {
	var act A
	in := &inside{gate: g, session: s, rule: act.Rule(), review: review, token: token}
	if !s.Complete {
		return Pass[A]{}, ErrSignIn
	}
	var refused error
	if bounded(review) != review {
		refused = ErrStranger
	}
	err := g.db.Read(ctx, func(tx *db.Tx) error {
		if refused != nil {
			return nil
		}
		h, err := decide(ctx, tx, s, review, in.rule)
		if errors.Is(err, ErrStranger) || errors.Is(err, ErrForbidden) || errors.Is(err, ErrUndeclared) || errors.Is(err, ErrDoubt) {
			refused = err
			return nil
		}
		if err != nil {
			return err
		}
		in.held = *h
		in.box, err = g.open(ctx, tx, review, in.rule.Opens)
		return err
	})
	if err == nil && refused != nil {
		if err = g.logRefusal(ctx, s, in.rule, review, refused); err == nil {
			err = refused
		}
	}
	if err != nil {
		return Pass[A]{}, err
	}
	return Pass[A]{Case{in}}, nil
}

// logRefusal names who was refused, but not somebody with a part in the review
// whose act would not have named them.
func (g *Gate) logRefusal(ctx context.Context, s Session, rule Rule, review string, why error) error {
	e := audit.Entry{Review: bounded(review), Actor: s.Account, Action: rule.Name, Outcome: audit.Refused}
	if rule.Unattributed && !errors.Is(why, ErrStranger) {
		e.Actor = nobody
	}
	return g.db.Write(ctx, func(tx *db.Tx) error { return g.log.Append(ctx, tx, e) })
}

// nobody stands in the log for who did an unattributed act.
const nobody = "somebody who took part"

// bounded cuts what came from an address to the length of an id.
func bounded(id string) string {
	if len(id) > 36 {
		id = id[:36]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(id, "\x00", ""), "")
}

// knows is what the pass knows; that of the zero Case is nothing.
func (c Case) knows() *inside {
	if c.in == nil {
		return &inside{gate: &Gate{}}
	}
	return c.in
}

// Review is the id of the review, Code its code name, Stage where it stands.
func (c Case) Review() string { return c.knows().review }
func (c Case) Code() string   { return c.knows().held.code }
func (c Case) Stage() Stage   { return c.knows().held.stage }

// Person is the account of whom the pass was made for, and Agency the agency
// for which they may do the act; "" where their part names none.
func (c Case) Person() string { return c.knows().session.Account }
func (c Case) Agency() string { return c.knows().held.agency }

// Is says that the person has one of the roles in the review.
func (c Case) Is(roles Role) bool { return c.knows().held.roles&roles != 0 }

// May says whether the person could do another act in the review now, so that a
// page shows only ways that are open. It lets nobody in.
func (c Case) May(rule Rule) bool {
	h := c.knows().held
	_, err := h.may(rule)
	return err == nil
}

// At is where the words of a row lie; see seal.Box.
func (c Case) At(compartment seal.Compartment, table string, id *string) seal.Place {
	return c.knows().box.At(compartment, table, id)
}

// Opens says whether the act opens the whole of the compartment set.
func (c Case) Opens(compartment seal.Compartment) bool {
	return c.in != nil && c.in.rule.Opens&compartment == compartment
}

// Touch names the rows that the act is about, for the log.
func (c Case) Touch(ids ...string) {
	in := c.knows()
	in.objects = append(in.objects, ids...)
}

// Note gives the log words about the act, which are sealed there.
func (c Case) Note(words seal.Text) { c.knows().detail = words }

// Read sees the review as it is, and leaves an entry that it was read.
func (c Case) Read(ctx context.Context, fn func(tx *db.Tx) error) error {
	if c.in == nil {
		return ErrForbidden
	}
	err := c.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := c.again(ctx, tx); err != nil {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return err
	}
	return c.in.gate.db.Write(ctx, func(tx *db.Tx) error { return c.entry(ctx, tx, audit.Read) })
}

// Write changes the review: everything fn does together with its entry in the
// log, or nothing. The same form sent again gives ErrDone.
func (c Case) Write(ctx context.Context, fn func(tx *db.Tx) error) error {
	if c.in == nil {
		return ErrForbidden
	}
	counted := c.in.counted
	err := c.in.gate.db.Write(ctx, func(tx *db.Tx) error {
		if err := c.again(ctx, tx); err != nil {
			return err
		}
		if !c.in.counted {
			if err := c.in.gate.once(ctx, tx, c.in.session.Account, c.in.token); err != nil {
				return err
			}
			c.in.counted = true
		}
		if err := fn(tx); err != nil {
			return err
		}
		return c.entry(ctx, tx, audit.Done)
	})
	if err != nil {
		c.in.counted = counted
	}
	return err
}

// again decides once more: a part taken away, a wall raised or a session ended
// since the pass was made is found here.
func (c Case) again(ctx context.Context, tx *db.Tx) error {
	h, err := decide(ctx, tx, c.in.session, c.in.review, c.in.rule)
	if err != nil {
		return err
	}
	was := c.in.held
	if h.stage != was.stage || was.roles&^h.roles != 0 || was.agency != "" && was.agency != h.agency {
		return ErrMoved
	}
	return nil
}

func (c Case) entry(ctx context.Context, tx *db.Tx, outcome audit.Outcome) error {
	return entries(ctx, tx, []Case{c}, outcome)
}

// entries leaves one in the log of each case.
func entries(ctx context.Context, tx *db.Tx, cases []Case, outcome audit.Outcome) error {
	var es []audit.Entry
	for _, c := range cases {
		es = append(es, c.entryOf(outcome))
	}
	if err := cases[0].in.gate.log.Append(ctx, tx, es...); err != nil {
		return fmt.Errorf("log %s: %w", cases[0].in.rule.Name, err)
	}
	return nil
}

func (c Case) entryOf(outcome audit.Outcome) audit.Entry {
	e := audit.Entry{Review: c.in.review, Actor: c.in.session.Account, Action: c.in.rule.Name, Outcome: outcome,
		Object: strings.Join(c.in.objects, " "), Detail: c.in.detail, Box: c.in.box}
	if c.in.rule.Unattributed {
		e.Actor, e.Object = nobody, ""
	}
	return e
}
