package account

import (
	"net/url"
	"strings"
	"testing"

	"lr/internal/form"
)

func TestAKeptPasswordFitsItselfAlone(t *testing.T) {
	t.Parallel()
	kept, err := hash(t.Context(), "caf\u00e9 under nine bridges")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("kept as %s", kept)
	}
	tests := []struct {
		typed, kept string
		want        bool
	}{
		{"caf\u00e9 under nine bridges", kept, true},
		{"cafe\u0301 under nine bridges", kept, true}, // the same letters from another keyboard
		{"cafe under nine bridges", kept, false},
		{"", kept, false},
		{"anything", "", false},
		{"", "", false},
		{"password", "$argon2id$v=19$m=64,t=1,p=4$c29tZXNhbHRzb21lc2FsdA$MTIzNA", false},
	}
	for _, test := range tests {
		got, err := fits(t.Context(), test.typed, test.kept)
		if err != nil || got != test.want {
			t.Errorf("%q fits: %v, %v", test.typed, got, err)
		}
	}
	for _, broken := range []string{"x", "$argon2i$v=19$m=64,t=1,p=1$AA$AA", "$argon2id$v=19$m=0,t=0,p=0$AA$AA", "$argon2id$v=19$m=64,t=1,p=1$!$AA", "$argon2id$v=19$m=64,t=1,p=1$AA$"} {
		if ok, err := fits(t.Context(), "x", broken); ok || err == nil {
			t.Errorf("%s is taken for a kept password", broken)
		}
	}
}

func TestWhichPasswordsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ password, want string }{
		{"three small boats", ""},
		{"quiet lantern over seven rivers", ""},
		{"Ailsa paints seven otters blue", ""},
		{"ключ от старого дома", ""},
		{strings.Repeat("ab cd ef gh ", 16) + "xyz", ""},
		{"short", "at least 12"},
		{"eleven char", "at least 12"},
		{strings.Repeat("a1b2c3d4e5", 20) + "f", "at most 200"},
		{"password1234", "first that somebody"},
		{"Password 2026!", "first that somebody"},
		{"qwertyuiop123", "first that somebody"},
		{"correct horse battery staple", "first that somebody"},
		{"aaaaaaaaaaaaaaa", "first that somebody"},
		{"123456789012", "first that somebody"},
		{"dundee-dundee-", "first that somebody"},
		{"Ailsa Example 1", "your name"},
		{"ailsa@sampleton.example", "your name"},
		{"Learning Review Council", "your name"},
	}
	for _, test := range tests {
		f := form.Sent(url.Values{"password": {test.password}, "again": {test.password}}, nil)
		newPassword(f, "Ailsa Example", "ailsa@sampleton.example")
		if got := f.Fault("password"); test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%q: %q", test.password, got)
		}
	}
}

func TestOnlyAddressesOfThisSiteAreGoneOnTo(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"/":                    "/",
		"/reviews/1/people":    "/reviews/1/people",
		"/a?b=c":               "/a?b=c",
		"":                     "/",
		"reviews":              "/",
		"//evil.example":       "/",
		"///evil.example":      "/",
		"/\\evil.example":      "/",
		"/\t/evil.example":     "/",
		"/\n/evil.example":     "/",
		"https://evil.example": "/",
		"javascript:alert(1)":  "/",
		"/%zz":                 "/",
		"/ü":                   "/",
	}
	for next, want := range tests {
		if got := local(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func FuzzLocal(f *testing.F) {
	f.Add("//evil.example")
	f.Add("/a?b=//c")
	f.Fuzz(func(t *testing.T, next string) {
		base, _ := url.Parse("https://lr.example/sign-in")
		to, err := base.Parse(local(next))
		if err != nil || to.Host != "lr.example" || to.Scheme != "https" {
			t.Errorf("%q leads to %v, %v", next, to, err)
		}
	})
}
