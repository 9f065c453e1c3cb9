package notification

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// joinedWords are a notification as it is kept in the review that took it in.
type joinedWords struct {
	Code, Received    string
	Name, Post, Reach string
	Rows              []joinedRow
}

type joinedRow struct{ Label, Value string }

func (w *joinedWords) read(t seal.Text) error { return json.Unmarshal([]byte(t.Reveal()), w) }

// wordsOf writes a notification down whole, to be sealed anew elsewhere.
func wordsOf(ctx context.Context, tx *db.Tx, c access.Case) (joinedWords, error) {
	n, err := Of(ctx, tx, c)
	if err != nil {
		return joinedWords{}, err
	}
	w := joinedWords{Code: c.Code(), Received: db.DateOf(n.Received).Words(), Name: n.Name.Reveal(), Post: n.Post.Reveal(),
		Reach: n.Email.Reveal() + " " + n.Phone.Reveal()}
	add := func(label string, t seal.Text) {
		if !t.Empty() {
			w.Rows = append(w.Rows, joinedRow{label, t.Reveal()})
		}
	}
	add("When it happened", n.Happened)
	add("What happened", n.Event)
	add("Date of birth", n.Born)
	add("Date of death", n.Died)
	add("Status", n.Status)
	add("Risk now", n.Risk)
	add("Done about it", n.RiskAction)
	names, err := agencyNames(ctx, tx, n.Agencies)
	if err != nil {
		return w, err
	}
	add("Agencies", seal.T(strings.Join(names, ", ")))
	for _, x := range n.Fields {
		add(x.Label.Reveal(), x.Answer)
	}
	add("What is known of other processes", n.Processes)
	cs, err := review.Committees(ctx, tx, c)
	for _, k := range cs {
		for _, l := range k.Version().Limbs() {
			if a, said := n.Answers[k.Guidance][l.ID]; said {
				add(l.ID+": "+l.Text, inWords(string(a.Value), a.Reason.Reveal()))
			}
		}
	}
	return w, err
}

// join makes the notification of one review part of another, which stays: its
// words and the people of its case are sealed anew there, and it closes. It
// gives what undoing needs of each side.
func join(ctx context.Context, tx *db.Tx, from, to access.Case, pair, reason string) (restoreFrom, restoreTo string, err error) {
	if err := walls(ctx, tx, from, to); err != nil {
		return "", "", err
	}
	standing, err := ties(ctx, tx, from)
	if err != nil {
		return "", "", err
	}
	if slices.ContainsFunc(standing, func(t tie) bool { return t.Kind == holds }) {
		return "", "", errHolds
	}
	words, err := wordsOf(ctx, tx, from)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return "", "", err
	}
	raw, err := json.Marshal(words)
	if err != nil {
		return "", "", fmt.Errorf("write a notification down: %w", err)
	}
	id := db.NewID()
	to.Touch(id)
	if _, err := tx.Exec(ctx, `INSERT INTO notification_joined (id, review_id, from_id, pair, words, joined_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, to.Review(), from.Review(), pair, to.At(seal.Notification, "notification_joined", &id).Seal("words", seal.T(string(raw))), tx.Now()); err != nil {
		return "", "", fmt.Errorf("keep a notification that became part: %w", err)
	}
	added, err := bringPeople(ctx, tx, from, to)
	if err != nil {
		return "", "", err
	}
	rawAdded, err := json.Marshal(added)
	if err != nil {
		return "", "", fmt.Errorf("write down who came: %w", err)
	}
	restoreFrom, err = review.Rest(ctx, tx, from, seal.T("This review became part of another one. "+reason))
	return restoreFrom, string(rawAdded), err
}

// walls refuses to let somebody read, by way of another review, what they are
// walled off from.
func walls(ctx context.Context, tx *db.Tx, from, to access.Case) error {
	shut, err := from.People(ctx, tx)
	if err != nil {
		return err
	}
	readers, err := to.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range shut {
		if p.Walled && slices.ContainsFunc(readers, func(q access.Person) bool { return q.ID == p.ID && !q.Walled }) {
			return errWalled
		}
	}
	return nil
}

// bringPeople adds the people of one case to the other, those aside who are there
// by the very same name. It gives the ids of those added.
func bringPeople(ctx context.Context, tx *db.Tx, from, to access.Case) ([]string, error) {
	theirs, err := review.KnownPeople(ctx, tx, from)
	if err != nil {
		return nil, err
	}
	there, err := review.KnownPeople(ctx, tx, to)
	if err != nil {
		return nil, err
	}
	added := []string{}
	for _, k := range theirs {
		if slices.ContainsFunc(there, func(x review.Known) bool { return x.Name.Reveal() == k.Name.Reveal() }) {
			continue
		}
		new, err := review.AddKnown(ctx, tx, to, kindOf(k.Code), k)
		if err != nil {
			return nil, err
		}
		added = append(added, new.ID)
	}
	return added, nil
}

// part undoes join: what came is taken out again, and the review that had closed
// stands where it stood.
func part(ctx context.Context, tx *db.Tx, from, to access.Case, pair, restoreFrom, restoreTo string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM notification_joined WHERE review_id = $1 AND pair = $2`, to.Review(), pair); err != nil {
		return fmt.Errorf("take a notification out again: %w", err)
	}
	var added []string
	if err := json.Unmarshal([]byte(restoreTo), &added); err != nil {
		return fmt.Errorf("read who came: %w", err)
	}
	for _, id := range added {
		if err := review.DropKnown(ctx, tx, to, id); err != nil {
			return err
		}
	}
	return review.Wake(ctx, tx, from, restoreFrom)
}
