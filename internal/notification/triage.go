package notification

import (
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var involved = []form.Option{
	{Value: "no", Label: "No, I had no part in it", Hint: "I did not work with the person or the family, did not supervise anybody who did, and am not related to or friends with anybody it concerns."},
	{Value: "yes", Label: "Yes, or it may look so", Hint: "Another lead officer takes over and you no longer see this review."},
}

// back shows the page again with the faults of a form on it.
func back(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	d, err := shown(r, p.Case, r.Form)
	return showPage.With(d), err
}

// acknowledge tells the notifier that the notification is in somebody's hands.
func acknowledge(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		n, err := Of(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if err := review.Done(r.Context(), tx, p.Case, review.Acknowledged); err != nil {
			return err
		}
		if err := review.Settle(r.Context(), tx, p.Case, "acknowledge"); err != nil {
			return err
		}
		return acknowledged(r.Context(), tx, p.Case, n)
	})
	return web.Redirect(review.Path(p.Case, "notification")).Say("The notifier is told that it arrived."), err
}

// declare takes the lead officer's word on whether they were involved. Who was
// is shut out at once, provided that another lead officer is there.
func declare(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	answer := r.Form.Choice("involved", involved, "Say whether you had a part in it.")
	reason := r.Form.Text("how", 1000, "")
	if !r.Form.OK() {
		return back(r, p)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if answer == "yes" {
			return p.Wall(r.Context(), tx, p.Person(), seal.T(reason))
		}
		return review.Done(r.Context(), tx, p.Case, review.ConflictsChecked)
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		r.Form.Refuse("involved", "You are the only lead officer here. Appoint another one below first, then say so again.")
		return back(r, p)
	}
	if answer == "yes" {
		return web.Redirect("/").Say("You are no longer part of that review. Thank you for saying so."), err
	}
	return web.Redirect(review.Path(p.Case, "notification")).Say("Your declaration is written down."), err
}

// appoint gives another lead officer the review.
func appoint(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	var staff []access.Person
	who := r.Form.Value("alternate")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var err error
		if staff, err = p.Staff(r.Context(), tx, access.LeadOfficer); err != nil {
			return err
		}
		for _, s := range staff {
			if s.ID == who && who != p.Person() {
				p.Touch(who)
				return p.Admit(r.Context(), tx, who, access.LeadOfficer, "", s.Until)
			}
		}
		return errNobody
	})
	if errors.Is(err, errNobody) {
		r.Form.Refuse("alternate", "Choose another lead officer from the list.")
		return back(r, p)
	}
	return web.Redirect(review.Path(p.Case, "notification")).Say("The other lead officer has the review now as well."), err
}

var errNobody = errors.New("nobody was chosen")
