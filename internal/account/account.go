// Package account is who may sign in and how: the first start, invitations,
// password and second factor, and what people see and change of their own
// account. A name on the list of a review is worth nothing unless it is sure
// who sits behind it [SEED]; the numbers in comments are of ASVS 5.0.
//
// A session is incomplete until its second factor is shown, and opens nothing
// before. Everybody has a password and an authenticator app, and ten recovery
// codes for the day the phone is lost. Nothing here ever says whether an
// address has an account.
//
// Passkeys, when they come, are another way to complete a session: their rows
// go beside recovery_code, their page beside GET /sign-in/code, and they end in
// complete() as the codes do. Sign-in with an agency's own identity provider
// (OIDC) is found by issuer and subject in a table of its own, comes back to
// GET /sign-in/from/{provider}, and ends in complete() where the provider says
// that it saw two factors, in begin() where not.
package account

import (
	"context"
	"embed"
	"io/fs"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var files embed.FS

// Feature is the sign-in as the site takes it in.
var Feature = web.Feature{Name: "account", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.AddOpen(rs, "GET /sign-in", askPassword)
	web.AddOpen(rs, "POST /sign-in", takePassword)
	web.AddOpen(rs, "GET /sign-in/code", askCode)
	web.AddOpen(rs, "POST /sign-in/code", takeCode)
	web.AddOwn(rs, "POST /sign-out", signOut)
	web.AddOpen(rs, "GET /signed-out", signedOut)

	web.AddOpen(rs, "GET /i/{token}", showLink)
	web.AddOpen(rs, "POST /i/{token}", openLink)
	web.AddOpen(rs, "GET /i/{token}/code", askTelephone)
	web.AddOpen(rs, "POST /i/{token}/code", takeTelephone)
	web.AddOpen(rs, "GET /set-up", askSetUp)
	web.AddOpen(rs, "POST /set-up", takeSetUp)
	web.AddOpen(rs, "GET /set-up/picture", picture)
	web.AddOpen(rs, "GET /set-up/app", openApp)
	web.AddOwn(rs, "GET /invite", askInvite)
	web.AddOwn(rs, "POST /invite", takeInvite)
	web.AddOpen(rs, "GET /first", askFirst)
	web.AddOpen(rs, "POST /first", takeFirst)

	web.AddOwn(rs, "GET /account", show)
	web.AddOwn(rs, "POST /account/sessions/{session}", endSession)
	web.AddOwn(rs, "POST /account/sessions", endOthers)
	web.AddOwn(rs, "GET /account/password", askNewPassword)
	web.AddOwn(rs, "POST /account/password", takeNewPassword)
	web.AddOwn(rs, "GET /account/app", askForApp)
	web.AddOwn(rs, "POST /account/app", beginApp)
	web.AddOwn(rs, "GET /account/app/new", showApp)
	web.AddOwn(rs, "POST /account/app/new", takeApp)
	web.AddOwn(rs, "GET /account/app/new/picture", appPicture)
	web.AddOwn(rs, "GET /account/app/new/app", appOpen)
	web.AddOwn(rs, "GET /account/recovery", askNewCodes)
	web.AddOwn(rs, "POST /account/recovery", takeNewCodes)
}

// SignIn is to show who one is; Try is one try at it, right or wrong.
type SignIn struct{}

func (SignIn) Rule() access.Rule { return access.Rule{Name: "account.sign-in", Opens: seal.Accounts} }

type Try struct{}

func (Try) Rule() access.Rule { return access.Rule{Name: "account.try"} }

// SignOut is to end one's session.
type SignOut struct{}

func (SignOut) Rule() access.Rule { return access.Rule{Name: "account.sign-out"} }

// Keep is to look after one's own account.
type Keep struct{}

func (Keep) Rule() access.Rule { return access.Rule{Name: "account.keep", Opens: seal.Accounts} }

// SendInvitation is to invite somebody to an office.
type SendInvitation struct{}

func (SendInvitation) Rule() access.Rule {
	return access.Rule{Name: "account.invite", Office: access.LeadOfficer | access.Administrator, Opens: seal.Accounts}
}

// Accept is to open an invitation, SetUp to choose how to sign in from then on.
type Accept struct{}

func (Accept) Rule() access.Rule { return access.Rule{Name: "account.accept", Opens: seal.Accounts} }

type SetUp struct{}

func (SetUp) Rule() access.Rule { return access.Rule{Name: "account.set-up", Opens: seal.Accounts} }

// First is to make the first account of the installation.
type First struct{}

func (First) Rule() access.Rule { return access.Rule{Name: "account.first", Opens: seal.Accounts} }

// person is what an account says of its owner.
type person struct {
	ID          string
	Name, Email seal.Text
	password    string
	active      bool
}

// personAt reads the account that the condition finds, or gives db.ErrNotFound.
func personAt(ctx context.Context, tx *db.Tx, o access.Outside, condition, value string) (person, error) {
	return db.One(ctx, tx, func(r db.Row) (person, error) {
		var p person
		at := o.At("account", &p.ID)
		return p, r.Scan(&p.ID, at.Open("name", &p.Name), at.Open("email", &p.Email), &p.password, &p.active)
	}, `SELECT id, name, email, password, state = 'active' FROM account WHERE `+condition, value)
}

// sheet is the form of a page with fields that browsers and password managers
// know how to fill.
type sheet struct{ Form *form.Form }

// entry is a field of a kind ("text", "email", "password") and of what browsers
// may fill in.
type entry struct {
	form.Field
	Kind, Fill string
}

// Ask gives a field to the template "entry".
func (s sheet) Ask(name, label, hint, kind, fill string) entry {
	return entry{s.Form.Field(name, label, hint), kind, fill}
}

// pages are the pages, each with the field that only pages of accounts have.
var pages fs.FS = withEntry{files}

type withEntry struct{ embed.FS }

// ReadFile gives a page and the field's template behind it.
func (w withEntry) ReadFile(name string) ([]byte, error) {
	page, err := w.FS.ReadFile(name)
	if err != nil {
		return nil, err
	}
	field, err := w.FS.ReadFile("entry.html")
	return append(page, field...), err
}
