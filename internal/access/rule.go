// Package access decides who may do and read what, and is the only way to a
// case. A Pass is made by Check alone: of an active membership of that review,
// no wall, a role that has the act in the review's stage, and a session whose
// second factor is done. Through the pass, and in no other way, a step reads
// and writes; both decide again inside the transaction, and leave their entry
// in the log.
//
// Nobody reads a case by office alone, administrators included. A wall beats
// every role; nothing in a request lifts it.
package access

import (
	"embed"
	"errors"

	"lr/internal/seal"
)

//go:embed schema/*.sql
var Schema embed.FS

// Act is something a person may do. Its zero value says who.
type Act interface{ Rule() Rule }

// Rule says who may do an act, when, and which words it opens.
type Rule struct {
	Name  string // "chronology.add": step and act, as they stand in the log and the access table
	Who   Grants // for an act in a review
	Opens seal.Compartment

	// Office is for an act outside a review: the offices that may do it; none
	// means every person who is signed in.
	Office Role

	// Undeclared is for what may be done before saying whether one was involved.
	// Everything else stays shut until then to those who decide and review.
	Undeclared bool

	// Unattributed keeps the person out of the log: the entry names only their
	// role. It is for what practitioners say at an event. [SEED]
	Unattributed bool
}

// Grant gives an act to roles in stages.
type Grant struct {
	Roles  Role
	Stages Stages
}

// Grants are alternatives: one that fits is enough.
type Grants []Grant

// May says whether one of the roles has the act in the stage.
func (g Grants) May(roles Role, stage Stage) bool {
	for _, one := range g {
		if one.Roles&roles != 0 && one.Stages.Has(stage) {
			return true
		}
	}
	return false
}

var (
	// ErrSignIn is for somebody who has not signed in, or not with both factors.
	ErrSignIn = errors.New("sign in first")
	// ErrStranger is for somebody without a part in the review, and for a review
	// that does not exist: they cannot tell one from the other.
	ErrStranger = errors.New("there is no such page for this person")
	// ErrForbidden is for somebody with a part in the review, but not the right.
	ErrForbidden = errors.New("this part of the review is not open to this person now")
	// ErrUndeclared is for somebody who must first say whether they were involved.
	ErrUndeclared = errors.New("this opens once the person has said whether they were involved")
	// ErrDone is for a form that was sent before and did its deed then.
	ErrDone = errors.New("this form was sent before")
	// ErrMoved is for a deed in a review that meanwhile went to another stage, or
	// by somebody who meanwhile lost one of their parts in it.
	ErrMoved = errors.New("the review went to another stage meanwhile")
)
