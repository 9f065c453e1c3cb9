package committee

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// version is settings as they were published. Number 0 is what the committee
// began with.
type version struct {
	Number   int
	Settings review.Settings
	Note     string
	By       string // name of who published it
	At       time.Time
}

// versions lists the versions of the committee, the newest first.
func (b *book) versions(ctx context.Context, tx *db.Tx, who people) ([]version, error) {
	vs, err := db.All(ctx, tx, func(r db.Row) (version, error) {
		var v version
		var settings, by string
		err := r.Scan(&v.Number, &settings, &v.Note, &by, &v.At)
		if err != nil {
			return v, err
		}
		v.By = who.name(by)
		v.Settings, err = review.ReadSettings(settings)
		return v, err
	}, `SELECT number, settings, note, published_by, published_at FROM committee_version WHERE committee_id = $1 ORDER BY number DESC`, b.ID)
	if err != nil {
		return nil, fmt.Errorf("list the versions: %w", err)
	}
	return vs, nil
}

type historyData struct {
	Book     *book
	Versions []version
}

type versionData struct {
	Form    *form.Form
	Book    *book
	Version version
	Changes []difference
	All     []said
}

var (
	historyPage = web.NewPage[historyData](pages, "history.html")
	versionPage = web.NewPage[versionData](pages, "version.html")
)

func history(r *web.Request, p access.Own[See]) (web.Answer, error) {
	var d historyData
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		who, err := officersOf(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		d.Book = b
		d.Versions, err = b.versions(ctx, tx, who)
		return err
	})
	return historyPage.With(d), err
}

// find reads one version and what it changed of the one before.
func (d *versionData) find(ctx context.Context, tx *db.Tx, r *web.Request, o access.Outside, b *book) error {
	who, err := officersOf(ctx, tx, o)
	if err != nil {
		return err
	}
	vs, err := b.versions(ctx, tx, who)
	if err != nil {
		return err
	}
	d.Book = b
	for i, v := range vs {
		if strconv.Itoa(v.Number) == r.Path("number") {
			d.Version, d.All = v, say(v.Settings, who)
			if i+1 < len(vs) {
				d.Changes = differences(vs[i+1].Settings, v.Settings, who)
			}
			return nil
		}
	}
	return db.ErrNotFound
}

func showVersion(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := versionData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		return d.find(ctx, tx, r, p.Outside, b)
	})
	return versionPage.With(d), err
}

// bringBack makes an earlier version the draft. It takes the place of no draft
// that somebody works on.
func bringBack(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := versionData{Form: r.Form}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		b, err := open(r.Context(), tx, p.Outside, r.Path("committee"))
		if err != nil {
			return err
		}
		if err := d.find(r.Context(), tx, r, p.Outside, b); err != nil {
			return err
		}
		if b.Version > 0 {
			r.Form.Refuse("", "There is a draft already. Publish it or throw it away first, so that nobody's work is lost.")
			return errRefused
		}
		p.Touch(b.ID, "version "+strconv.Itoa(d.Version.Number))
		b.Draft = d.Version.Settings
		return b.keep(r.Context(), tx, p.Person())
	})
	if errors.Is(err, errRefused) {
		return versionPage.With(d), nil
	}
	return web.Redirect(at(r, "publish")).Say("This version is now the draft. Look at what would change."), err
}
