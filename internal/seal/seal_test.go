package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lr/internal/seal"
)

const everything = seal.Accounts<<1 - 1

func master(t interface{ Fatal(...any) }, secret string) *seal.Master {
	m, err := seal.NewMaster([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const kek = "0123456789abcdef0123456789abcdef"

func box(t interface{ Fatal(...any) }, review string, which seal.Compartment) *seal.Box {
	m := master(t, kek)
	b, err := m.Open(review, m.NewKeys(review), which)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sealed(t interface{ Fatal(...any) }, p seal.Place, column, words string) []byte {
	v, err := p.Seal(column, seal.T(words)).Value()
	if err != nil {
		t.Fatal(err)
	}
	return v.([]byte)
}

func opened(p seal.Place, column string, v any) (string, error) {
	to := seal.T("nothing was opened")
	err := p.Open(column, &to).Scan(v)
	return to.Reveal(), err
}

func single() *rapid.Generator[seal.Compartment] {
	return rapid.Custom(func(t *rapid.T) seal.Compartment { return 1 << rapid.IntRange(0, 16).Draw(t, "compartment") })
}

// Words open where they were sealed, and in no other review, compartment,
// table, row or column, however those are called.
func TestMovedWordsDoNotOpen(t *testing.T) {
	t.Parallel()
	m := master(t, kek)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOfN(rapid.RuneFrom([]rune(`ab|"\é`)), 0, 4, -1)
		type place struct {
			compartment        seal.Compartment
			table, row, column string
		}
		draw := func(which string) place {
			return place{single().Draw(t, which+" compartment"), name.Draw(t, which+" table"), name.Draw(t, which+" row"), name.Draw(t, which+" column")}
		}
		from, to := draw("from"), draw("to")
		switch rapid.IntRange(0, 4).Draw(t, "the only difference, 0 for any") {
		case 1:
			to.table, to.row, to.column = from.table, from.row, from.column
		case 2:
			to.compartment, to.row, to.column = from.compartment, from.row, from.column
		case 3:
			to.compartment, to.table, to.column = from.compartment, from.table, from.column
		case 4:
			to.compartment, to.table, to.row = from.compartment, from.table, from.row
		}
		keys := m.NewKeys("r1")
		b, err := m.Open("r1", keys, everything)
		if err != nil {
			t.Fatal(err)
		}
		words := rapid.String().Draw(t, "words")
		v := sealed(t, b.At(from.compartment, from.table, &from.row), from.column, words)
		got, err := opened(b.At(to.compartment, to.table, &to.row), to.column, v)
		if from == to && (err != nil || got != words) {
			t.Fatalf("at its place it opened as %q, %v", got, err)
		}
		if from != to && (!errors.Is(err, seal.ErrTampered) || got != "nothing was opened") {
			t.Fatalf("sealed at %+v, opened at %+v: %q, %v", from, to, got, err)
		}
		// the same place in another review, with keys of its own
		other, err := m.Open("r2", m.NewKeys("r2"), everything)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := opened(other.At(from.compartment, from.table, &from.row), from.column, v); !errors.Is(err, seal.ErrTampered) {
			t.Fatalf("in another review it opened as %q, %v", got, err)
		}
	})
}

// The keys of one review do not serve another, nor one key under another's name.
func TestAKeyServesItsReviewAlone(t *testing.T) {
	t.Parallel()
	m := master(t, kek)
	keys := m.NewKeys("r1")
	if _, err := m.Open("r2", keys, seal.Chronology); err == nil {
		t.Error("the key of one review opened another")
	}
	swapped := append([]seal.Wrapped{}, keys...)
	for i := range swapped {
		swapped[i].Key = keys[(i+1)%len(keys)].Key
	}
	if _, err := m.Open("r1", swapped, everything&^seal.Accounts); err == nil {
		t.Error("a key was taken for another one")
	}
	_, err := master(t, strings.Repeat("x", 32)).Open("r1", keys, seal.Chronology)
	if err == nil || err.Error() != "the key-encryption key does not open the keys of this database" {
		t.Errorf("another key-encryption key: %v", err)
	}
	for _, n := range []int{0, 15, 31, 33} {
		if _, err := seal.NewMaster(make([]byte, n)); err == nil {
			t.Errorf("a key of %d bytes was taken", n)
		}
	}
}

// Without the row of its key a compartment is gone, and only that one.
func TestWithoutItsKeyNothingOpens(t *testing.T) {
	t.Parallel()
	m := master(t, kek)
	keys := m.NewKeys("r1")
	without := func(name string) []seal.Wrapped {
		var rest []seal.Wrapped
		for _, k := range keys {
			if k.Name != name {
				rest = append(rest, k)
			}
		}
		if len(rest) != len(keys)-1 {
			t.Fatalf("there is no key %q", name)
		}
		return rest
	}
	apart := []seal.Compartment{seal.Preparation, seal.Contact, seal.Support, seal.Identity}
	for i := range 16 {
		c := seal.Compartment(1 << i)
		if _, err := m.Open("r1", nil, c); err == nil {
			t.Errorf("%s opens without any key", c)
		}
		kept := false
		for _, a := range apart {
			kept = kept || a == c
		}
		if _, err := m.Open("r1", without("review"), c); (err == nil) != kept {
			t.Errorf("%s without the review's key: %v", c, err)
		}
		if kept {
			if _, err := m.Open("r1", without(c.String()), c); err == nil {
				t.Errorf("%s opens without its key", c)
			}
			if _, err := m.Open("r1", without(c.String()), seal.Chronology|seal.Trail); err != nil {
				t.Errorf("without the key of %s the chronology does not open: %v", c, err)
			}
		}
	}
}

// What an act does not open stays closed, for reading and for writing.
func TestAnActOpensOnlyItsCompartments(t *testing.T) {
	t.Parallel()
	m := master(t, kek)
	keys := m.NewKeys("r1")
	id := "row"
	rapid.Check(t, func(t *rapid.T) {
		which := seal.Compartment(rapid.Uint32Range(0, 1<<16-1).Draw(t, "opened"))
		c := seal.Compartment(1 << rapid.IntRange(0, 15).Draw(t, "compartment"))
		all, err := m.Open("r1", keys, everything&^seal.Accounts)
		if err != nil {
			t.Fatal(err)
		}
		some, err := m.Open("r1", keys, which)
		if err != nil {
			t.Fatal(err)
		}
		v := sealed(t, all.At(c, "t", &id), "c", "words")
		got, err := opened(some.At(c, "t", &id), "c", v)
		_, writing := some.At(c, "t", &id).Seal("c", seal.T("w")).Value()
		if which&c != 0 {
			if err != nil || got != "words" || writing != nil {
				t.Fatalf("%s of %s: %q, %v, %v", c, which, got, err, writing)
			}
			return
		}
		if !errors.Is(err, seal.ErrClosed) || !errors.Is(writing, seal.ErrClosed) || got != "nothing was opened" {
			t.Fatalf("%s of %s: %q, %v, %v", c, which, got, err, writing)
		}
	})
	for _, p := range []seal.Place{{}, (&seal.Box{}).At(seal.Chronology, "t", &id), (*seal.Box)(nil).At(seal.Chronology, "t", &id)} {
		if _, err := opened(p, "c", []byte("\x01\x00 something")); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("a place of no pass gives %v", err)
		}
		if _, err := p.Seal("c", seal.T("w")).Value(); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("a place of no pass seals: %v", err)
		}
	}
}

// Every change of a sealed value is found: each bit, each cut, anything added.
func TestChangedWordsDoNotOpen(t *testing.T) {
	t.Parallel()
	b, id := box(t, "r", seal.Chronology), "row"
	at := b.At(seal.Chronology, "t", &id)
	v := sealed(t, at, "c", "What happened on Monday.")
	bad := [][]byte{{}, {1}, {1, 0}, append(bytes.Clone(v), 0), []byte("What happened on Monday.")}
	for i := range v {
		bad = append(bad, v[:i])
		for bit := range 8 {
			changed := bytes.Clone(v)
			changed[i] ^= 1 << bit
			bad = append(bad, changed)
		}
	}
	for _, x := range bad {
		if got, err := opened(at, "c", x); !errors.Is(err, seal.ErrTampered) || got != "nothing was opened" {
			t.Fatalf("%x opened as %q, %v", x, got, err)
		}
	}
	for _, x := range []any{"a text", int64(7), true, 1.5} {
		if _, err := opened(at, "c", x); !errors.Is(err, seal.ErrTampered) {
			t.Errorf("%v: %v", x, err)
		}
	}
	if got, err := opened(at, "c", nil); err != nil || got != "" {
		t.Errorf("a column that holds nothing: %q, %v", got, err)
	}
	if got, err := opened(at, "c", v); err != nil || got != "What happened on Monday." {
		t.Errorf("untouched: %q, %v", got, err)
	}
}

// The same words never look the same, and show nowhere in what is kept.
func TestTheSameWordsNeverLookTheSame(t *testing.T) {
	t.Parallel()
	b, id := box(t, "r", everything&^seal.Identity), "row"
	at := b.At(seal.Chronology, "t", &id)
	words := "Ailsa Example of Sampleton"
	seen := map[string]bool{}
	for range 100 {
		v := sealed(t, at, "c", words)
		if seen[string(v)] || bytes.Contains(v, []byte("Ailsa")) {
			t.Fatalf("%x", v)
		}
		seen[string(v)] = true
	}
	m := master(t, kek)
	one, two := m.NewKeys("r"), m.NewKeys("r")
	for i := range one {
		if bytes.Equal(one[i].Key, two[i].Key) {
			t.Errorf("two reviews have the key %s", one[i].Name)
		}
	}
}

// An address is found again by its index, which says nothing by itself.
func TestAnIndexFindsAnAddressAgain(t *testing.T) {
	t.Parallel()
	m := master(t, kek)
	keys := m.NewKeys("system")
	open := func(keys []seal.Wrapped) *seal.Box {
		b, err := m.Open("system", keys, seal.Accounts)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	one := open(keys).Index("email", "ailsa@sampleton.example")
	if again := open(keys).Index("email", "ailsa@sampleton.example"); again != one {
		t.Error("the same address has another index")
	}
	for why, other := range map[string]string{
		"another address": open(keys).Index("email", "ailsa@sampleton.exampl"),
		"another kind":    open(keys).Index("code", "ailsa@sampleton.example"),
		"another key":     open(m.NewKeys("system")).Index("email", "ailsa@sampleton.example"),
	} {
		if other == one {
			t.Errorf("%s has the same index", why)
		}
	}
	if len(one) != 64 || strings.Contains(one, "ailsa") {
		t.Errorf("the index is %q", one)
	}
}

// Each compartment has a name of its own.
func TestCompartmentsHaveNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{"": true}
	for i := range 17 {
		name := seal.Compartment(1 << i).String()
		if seen[name] {
			t.Errorf("compartment %d is called %q", i, name)
		}
		seen[name] = true
	}
	if got := (seal.Chronology | seal.Hold).String(); got != "chronology+hold" {
		t.Errorf("the set is called %q", got)
	}
}

// Whatever the database holds, nothing panics, and nothing opens that was not sealed.
func FuzzScan(f *testing.F) {
	b, id := box(f, "r", seal.Chronology), "row"
	at := b.At(seal.Chronology, "t", &id)
	f.Add([]byte(nil))
	f.Add([]byte("\x01\x00"))
	f.Add(sealed(f, b.At(seal.Chronology, "t", &id), "other", "words"))
	f.Fuzz(func(t *testing.T, v []byte) {
		if v == nil {
			v = []byte{}
		}
		if got, err := opened(at, "c", v); !errors.Is(err, seal.ErrTampered) {
			t.Errorf("%x opened as %q, %v", v, got, err)
		}
	})
}
