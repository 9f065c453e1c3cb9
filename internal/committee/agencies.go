package committee

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// agencyLine is an agency with the people who answer for it.
type agencyLine struct {
	review.Agency
	Writers, Approvers []seal.Text
}

// Short says that nobody can be asked for a report, or nobody can sign it.
func (a agencyLine) Short() bool {
	return !a.Retired && (len(a.Writers) == 0 || len(a.Approvers) == 0)
}

type agenciesData struct {
	Form     *form.Form
	Book     *book
	Agencies []agencyLine
}

type agencyData struct {
	Form   *form.Form
	Book   *book
	Agency agencyLine
}

// Writes and Approves are the offices that people of an agency are invited to.
func (agencyData) Writes() int   { return int(access.AgencyAuthor) }
func (agencyData) Approves() int { return int(access.AgencyApprover) }

var (
	agenciesPage = web.NewPage[agenciesData](pages, "agencies.html")
	agencyPage   = web.NewPage[agencyData](pages, "agency.html")
)

func agencyLines(ctx context.Context, tx *db.Tx, o access.Outside) ([]agencyLine, error) {
	all, err := review.Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	staff, err := o.Staff(ctx, tx, access.AgencyAuthor|access.AgencyApprover)
	if err != nil {
		return nil, err
	}
	var lines []agencyLine
	for _, a := range all {
		l := agencyLine{Agency: a}
		for _, p := range staff {
			if p.Agency == a.ID && p.Role == access.AgencyAuthor {
				l.Writers = append(l.Writers, p.Name)
			} else if p.Agency == a.ID {
				l.Approvers = append(l.Approvers, p.Name)
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func showAgencies(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := agenciesData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		var err error
		d.Book = b
		d.Agencies, err = agencyLines(ctx, tx, p.Outside)
		return err
	})
	return agenciesPage.With(d), err
}

// writeAgencies makes a change to the agencies, which counts at once.
func writeAgencies(r *web.Request, p access.Own[KeepAgencies], do func(ctx context.Context, tx *db.Tx, b *book, all []agencyLine) error) error {
	return p.Write(r.Context(), func(tx *db.Tx) error {
		b, err := open(r.Context(), tx, p.Outside, r.Path("committee"))
		if err != nil {
			return err
		}
		all, err := agencyLines(r.Context(), tx, p.Outside)
		if err != nil {
			return err
		}
		return do(r.Context(), tx, b, all)
	})
}

func typedAgency(f *form.Form, all []agencyLine, but string) string {
	name := f.Line("name", 200, "Give the full name of the agency.")
	for _, a := range all {
		if a.Name == name && a.ID != but {
			f.Refuse("name", "There is an agency of this name already.")
		}
	}
	return name
}

func addAgency(r *web.Request, p access.Own[KeepAgencies]) (web.Answer, error) {
	d := agenciesData{Form: r.Form}
	err := writeAgencies(r, p, func(ctx context.Context, tx *db.Tx, b *book, all []agencyLine) error {
		d.Book, d.Agencies = b, all
		name := typedAgency(r.Form, all, "")
		if !r.Form.OK() {
			return errRefused
		}
		id := db.NewID()
		p.Touch(id)
		_, err := tx.Exec(ctx, `INSERT INTO agency (id, name) VALUES ($1, $2)`, id, name)
		return err
	})
	if errors.Is(err, errRefused) {
		return agenciesPage.With(d), nil
	}
	return web.Redirect(at(r, "agencies")).Say("The agency is added. Now invite who writes and who approves for it."), err
}

func (d *agencyData) find(r *web.Request, b *book, all []agencyLine) error {
	d.Book = b
	for _, a := range all {
		if a.ID == r.Path("agency") {
			d.Agency = a
			return nil
		}
	}
	return db.ErrNotFound
}

func askAgency(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := agencyData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		all, err := agencyLines(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		err = d.find(r, b, all)
		d.Form.Set("name", d.Agency.Name)
		d.Form.Set("was", d.Agency.Name)
		return err
	})
	return agencyPage.With(d), err
}

func renameAgency(r *web.Request, p access.Own[KeepAgencies]) (web.Answer, error) {
	d := agencyData{Form: r.Form}
	err := writeAgencies(r, p, func(ctx context.Context, tx *db.Tx, b *book, all []agencyLine) error {
		if err := d.find(r, b, all); err != nil {
			return err
		}
		name := typedAgency(r.Form, all, d.Agency.ID)
		if r.Form.OK() && r.Form.Value("was") != d.Agency.Name && name != d.Agency.Name {
			r.Form.Refuse("name", "Somebody else has just renamed this agency to "+d.Agency.Name+". Save again if yours should stand.")
			r.Form.Set("was", d.Agency.Name)
		}
		if !r.Form.OK() {
			return errRefused
		}
		p.Touch(d.Agency.ID)
		return tx.Change(ctx, `UPDATE agency SET name = $1 WHERE id = $2`, name, d.Agency.ID)
	})
	if errors.Is(err, errRefused) {
		return agencyPage.With(d), nil
	}
	return web.Redirect(at(r, "agencies")).Say("The new name stands everywhere now."), err
}

// retireAgency ends that an agency is asked, or begins it again. It is never
// deleted: what it wrote stays under its name.
func retireAgency(r *web.Request, p access.Own[KeepAgencies]) (web.Answer, error) {
	var d agencyData
	said := "The agency is asked no more. What it wrote stays under its name."
	err := writeAgencies(r, p, func(ctx context.Context, tx *db.Tx, b *book, all []agencyLine) error {
		if err := d.find(r, b, all); err != nil {
			return err
		}
		p.Touch(d.Agency.ID)
		if r.Form.Value("do") == "again" {
			said = "The agency can be asked again."
			_, err := tx.Exec(ctx, `UPDATE agency SET retired_at = NULL WHERE id = $1`, d.Agency.ID)
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE agency SET retired_at = $1 WHERE id = $2 AND retired_at IS NULL`, tx.Now(), d.Agency.ID); err != nil {
			return fmt.Errorf("retire an agency: %w", err)
		}
		return nil
	})
	return web.Redirect(at(r, "agencies")).Say(said), err
}
