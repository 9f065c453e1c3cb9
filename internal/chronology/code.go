package chronology

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/codebook"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/web"
)

// The most letters of a code's name and of what it means, and how many codes of
// its own a team may have.
const (
	longCode    = codebook.LongName
	longMeaning = codebook.LongMeaning
	mostCodes   = codebook.MostCodes
)

type codeData struct {
	Form   *form.Form
	Path   string
	Back   string
	Code   study[ownCode]
	New    bool
	Parent []form.Option
	Theirs *ownCode
}

var codePage = web.NewPage[codeData](pages, "code.html")

func askCode(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	return codeAgain(r, p.Case, nil, false)
}

func codeAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := codeData{Form: f, Back: themesPath(c), New: r.Path("code") == newOne}
	d.Path = d.Back + "/codes/" + r.Path("code")
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		themes, err := themesOf(r.Context(), tx, c)
		if err != nil {
			return err
		}
		d.Parent = parentThemes(themes)
		if !d.New {
			if d.Code, err = studyOf[ownCode](r.Context(), tx, c, kindCode, r.Path("code")); err != nil {
				return err
			}
		}
		if d.Form == nil {
			d.Form = form.New()
			d.Form.Set("name", d.Code.Says.Name)
			d.Form.Set("meaning", d.Code.Says.Description)
			d.Form.Set("under", d.Code.Says.Under)
			d.Form.Set("version", strconv.Itoa(d.Code.Version))
		}
		if stale {
			d.Theirs = &d.Code.Says
			d.Form.Set("version", strconv.Itoa(d.Code.Version))
		}
		return nil
	})
	return codePage.With(d), err
}

// parentThemes are the themes of the list, which a code of the team stands under.
func parentThemes(themes []theme) []form.Option {
	var out []form.Option
	for _, t := range themes {
		if !t.Local {
			out = append(out, form.Option{Value: t.ID, Label: t.Label})
		}
	}
	return out
}

// saveCode keeps a code of the team's own, under a theme of the list.
func saveCode(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	stale := false
	err := p.Write(ctx, func(tx *db.Tx) error {
		s := study[ownCode]{}
		codes, err := stillThere(studied[ownCode](ctx, tx, p.Case, kindCode))
		if err != nil {
			return err
		}
		isNew := r.Path("code") == newOne
		if !isNew {
			if s, err = studyOf[ownCode](ctx, tx, p.Case, kindCode, r.Path("code")); err != nil {
				return err
			}
		}
		themes, err := themesOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		typed := s.Says
		typed.Name = f.Line("name", longCode, "Give the code a name.")
		typed.Description = f.Text("meaning", longMeaning, "")
		if under := f.Choice("under", parentThemes(themes), "Choose the theme of the list that it stands under."); under != typed.Under {
			typed.Under, typed.Up, typed.List = under, "", guidance.Themes().Version
		}
		if slices.ContainsFunc(codes, func(o study[ownCode]) bool {
			return o.ID != s.ID && o.Says.Under == typed.Under && strings.EqualFold(o.Says.Name, typed.Name)
		}) {
			f.Refuse("name", "There is a code of this name under that theme.")
		}
		if stale = !isNew && f.Number("version", 0, 1<<30, "") != s.Version; stale {
			f.Refuse("", "Somebody else changed this code meanwhile. Theirs is below yours: put together what should stay.")
		}
		if isNew && len(codes) >= mostCodes {
			f.Refuse("", "There are as many codes as one review can hold.")
		}
		if !f.OK() {
			return errRefused
		}
		if isNew {
			typed.GUID = db.NewID()
			_, err := beginStudy(ctx, tx, p.Case, kindCode, typed)
			return err
		}
		return amendStudy(ctx, tx, p.Case, s, typed)
	})
	if errors.Is(err, errRefused) {
		return codeAgain(r, p.Case, f, stale)
	}
	return web.Redirect(themesPath(p.Case)).Say("The code is saved."), err
}

// retireCode ends the use of a code. What has it keeps it.
func retireCode(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := studyOf[ownCode](r.Context(), tx, p.Case, kindCode, r.Path("code"))
		if err != nil {
			return err
		}
		s.Version = r.Form.Number("version", 0, 1<<30, "")
		return retireStudy(r.Context(), tx, p.Case, s)
	})
	return web.Redirect(themesPath(p.Case)).Say("The code is no longer used. What has it keeps it."), err
}
