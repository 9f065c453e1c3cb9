package decision

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// letter is what one committee writes about its decision, to the notifier or to
// an agency. Until somebody changes it, it is as the committee's words for it are
// when filled in. [SEED recommend, ASP22 p7]
type letter struct {
	Committee  review.Committee
	Whom, Name string // "notifier" or the id of an agency; how it is called
	Decided    int
	Version    int // 0 while nobody changed it
	Title      seal.Text
	Body       seal.Text
	Missing    []string // blanks that nothing fills, as far as they still stand in it
	IssuedOn   db.Date
	How        seal.Text
	IssuedBy   seal.Text
	Pending    bool // chief officers have not ratified the decision yet

	id, by string
}

// Issued says that it went out, and cannot change any more.
func (l letter) Issued() bool { return !l.IssuedOn.IsZero() }

// State says in a word how far it is.
func (l letter) State() string {
	switch {
	case l.Issued():
		return "Sent on " + l.IssuedOn.Words()
	case len(l.Missing) > 0:
		return "Blanks to fill"
	}
	return "To send"
}

const toNotifier = "notifier"

// letters lists those of each committee that has decided.
func letters(ctx context.Context, tx *db.Tx, c access.Case) ([]letter, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	written, err := writtenLetters(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	asked, err := agencyreport.Requests(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	lead, err := review.LeadOfficers(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var ls []letter
	for _, k := range s.Committees {
		if !k.Decided() {
			continue
		}
		one := letter{Committee: k.Committee, Decided: k.Decision.version, Pending: k.Ratify && !k.Settled()}
		values := s.values(k, c.Code(), strings.Join(lead, " or "))
		notifier := one
		notifier.Whom, notifier.Name = toNotifier, "The notifier"
		ls = append(ls, notifier.filled("decision-notifier", values, written, k.names))
		for _, a := range asked {
			values["agency"] = a.AgencyName
			agency := one
			agency.Whom, agency.Name = a.Agency, a.AgencyName
			ls = append(ls, agency.filled("decision-agency", values, written, k.names))
		}
	}
	return ls, nil
}

// values are what a committee's letters say. Each says its own decision alone.
func (s stand) values(k *committeeStand, code, lead string) map[string]string {
	next := ""
	switch k.Decision.Outcome {
	case Review:
		next = "A learning review is held. Those who are asked to take part hear from us separately."
	case Other:
		next = "The committee holds no learning review. What is done instead: " + k.Decision.Says("activity") + " It is led by " + k.Decision.Says("owner") + "."
	case None:
		next = "The committee holds no learning review. What agencies have learned and changed already stays with them."
	}
	if len(s.Committees) > 1 {
		next += " Another committee considers this event as well. It decides for itself and writes to you itself."
	}
	return map[string]string{"committee": k.Committee.Name, "code": code, "decision": k.Decision.Outcome.Words(), "day of decision": k.Decision.On.Words(),
		"reasons": k.Decision.Reasons.Reveal(), "what happens next": next, "lead officer": lead}
}

// filled gives the letter as it was written, or as it is when its blanks are filled.
func (l letter) filled(kind string, values map[string]string, written map[string]letter, names map[string]seal.Text) letter {
	k := review.LetterKinds[slices.IndexFunc(review.LetterKinds, func(k review.LetterKind) bool { return k.ID == kind })]
	title, body, missing := k.Letter(l.Committee.Settings).Fill(values)
	if w, ok := written[l.key()]; ok {
		l.id, l.Version, l.IssuedOn, l.How = w.id, w.Version, w.IssuedOn, w.How
		l.IssuedBy = names[w.by]
		title, body = w.Title.Reveal(), w.Body.Reveal()
	}
	l.Title, l.Body = seal.T(title), seal.T(body)
	for _, b := range append(missing, k.Blanks...) {
		if strings.Contains(title+"\n"+body, "["+b+"]") && !slices.Contains(l.Missing, b) {
			l.Missing = append(l.Missing, b)
		}
	}
	return l
}

func (l letter) key() string { return fmt.Sprintf("%s:%d:%s", l.Committee.ID, l.Decided, l.Whom) }

func writtenLetters(ctx context.Context, tx *db.Tx, c access.Case) (map[string]letter, error) {
	all := map[string]letter{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var l letter
		var on seal.Text
		at := c.At(seal.Deliberation, "decision_letter", &l.id)
		if err := r.Scan(&l.id, &l.Committee.ID, &l.Decided, &l.Whom, &l.Version, at.Open("title", &l.Title), at.Open("body", &l.Body),
			at.Open("issued_on", &on), at.Open("how", &l.How), &l.by); err != nil {
			return "", err
		}
		var err error
		if !on.Empty() {
			l.IssuedOn, err = db.ParseDate(on.Reveal())
		}
		all[l.key()] = l
		return l.id, err
	}, `
		SELECT id, committee_id, decided, whom, version, title, body, issued_on, how, issued_by
		FROM decision_letter WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the letters: %w", err)
	}
	return all, nil
}
