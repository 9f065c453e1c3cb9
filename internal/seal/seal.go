// Package seal keeps what people write about a case unreadable to everybody who
// holds only the database: a thief of the disk, a backup, an administrator with
// a query.
//
// One key-encryption key, kept in a file away from the data, wraps the keys of
// each review. A review's words are sealed with AES-256-GCM under the key of
// their compartment and bound to the review, compartment, table, row and column
// they stand in: moved anywhere else, they do not open. Destroying a review's
// keys destroys the review.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Compartment is a part of a review that some roles may read and others not.
type Compartment uint32

const (
	Notification Compartment = 1 << iota // the notification, criteria, recommendation
	AgencyDraft                          // an agency's report before its release
	AgencyReport                         // a released version of it
	Chronology                           // the chronology and key practice episodes
	Preparation                          // a practitioner's own notes
	Participants                         // who the practitioners are
	EventRecord                          // what was said at the events, without names
	Family                               // the family's account
	Contact                              // where the family can safely be reached
	Deliberation                         // views, minutes, decisions
	DraftReport                          // the report before publication, learning points
	Published                            // actions, and what was published
	Support                              // requests for support
	Identity                             // who stands behind a code
	Hold                                 // proceedings and legal holds
	Trail                                // what the log says about a deed
	Accounts                             // of the installation, not of a review: names, addresses
)

var compartments = []string{"notification", "agency-draft", "agency-report", "chronology", "preparation", "participants",
	"event-record", "family", "contact", "deliberation", "draft-report", "published", "support", "identity", "hold",
	"trail", "accounts"}

// apart are the compartments whose key is not derived from the review's key, so
// that it can be held and destroyed by itself.
const apart = Preparation | Contact | Support | Identity

// String names the compartments of the set.
func (c Compartment) String() string {
	var names []string
	for i, n := range compartments {
		if c&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, "+")
}

func (c Compartment) each(do func(Compartment) error) error {
	for i := range compartments {
		if one := Compartment(1 << i); c&one != 0 {
			if err := do(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// ErrClosed is given for words of a compartment that the act does not open.
var ErrClosed = errors.New("this act does not open that compartment")

// ErrTampered is given for sealed words that were changed, moved or removed.
var ErrTampered = errors.New("sealed words do not belong where they stand")

// Wrapped is one key of a review as it stands in the database.
type Wrapped struct {
	Name string // "review", or the name of a compartment kept apart
	Key  []byte
}

// NewKeys makes the keys of a new review. The trail, which the log of every act
// writes to, is derived from the review's key like most others.
func (m *Master) NewKeys(review string) []Wrapped {
	keys := []Wrapped{{Name: "review", Key: m.wrapNew(review, "review")}}
	apart.each(func(c Compartment) error {
		keys = append(keys, Wrapped{Name: c.String(), Key: m.wrapNew(review, c.String())})
		return nil
	})
	return keys
}

func (m *Master) wrapNew(review, name string) []byte {
	key := make([]byte, 32)
	rand.Read(key)
	return m.aead.Seal(nil, nil, key, []byte("lr/key|"+review+"|"+name))
}

// Box opens and seals the words of the compartments it was made for, in one review.
type Box struct {
	review string
	keys   map[Compartment]cipher.AEAD
	index  []byte
}

// Open makes a Box of the wrapped keys of a review, for the compartments given.
func (m *Master) Open(review string, keys []Wrapped, which Compartment) (*Box, error) {
	raw := map[string][]byte{}
	for _, w := range keys {
		if w.Name != "review" && !strings.Contains("+"+which.String()+"+", "+"+w.Name+"+") {
			continue
		}
		key, err := m.aead.Open(nil, nil, w.Key, []byte("lr/key|"+review+"|"+w.Name))
		if err != nil {
			return nil, fmt.Errorf("the key-encryption key does not open the keys of this database")
		}
		raw[w.Name] = key
	}
	b := &Box{review: review, keys: map[Compartment]cipher.AEAD{}}
	err := which.each(func(c Compartment) error {
		key, ok := raw[c.String()]
		if !ok && c&apart == 0 {
			key, ok = raw["review"]
		}
		if !ok {
			return fmt.Errorf("the review has no key for %s", c)
		}
		sub, err := hkdf.Key(sha256.New, key, nil, "lr/v1/"+c.String(), 32)
		if err != nil {
			return fmt.Errorf("derive the key of %s: %w", c, err)
		}
		b.keys[c], err = newAEAD(sub)
		return err
	})
	if err == nil && which&Accounts != 0 {
		b.index, err = hkdf.Key(sha256.New, raw["review"], nil, "lr/v1/index", 32)
	}
	return b, err
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("cipher: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Index gives a value by which an address can be found again, and not read.
func (b *Box) Index(kind, value string) string {
	h := hmac.New(sha256.New, b.index)
	h.Write([]byte(kind + "|" + value))
	return hex.EncodeToString(h.Sum(nil))
}

// Behind gives a box whose keys are made of this one and of a secret that is kept
// nowhere here, such as that of a link: what is sealed in it opens to whoever
// holds the link, and to nobody without it.
func (b *Box) Behind(secret string, which Compartment) (*Box, error) {
	if len(b.index) == 0 || secret == "" {
		return nil, ErrClosed
	}
	raw, err := hkdf.Key(sha256.New, []byte(secret), b.index, "lr/v1/behind", 32)
	if err != nil {
		return nil, fmt.Errorf("derive a key of a secret: %w", err)
	}
	behind := &Box{review: b.review, keys: map[Compartment]cipher.AEAD{}}
	err = which.each(func(c Compartment) error {
		sub, err := hkdf.Key(sha256.New, raw, nil, "lr/v1/"+c.String(), 32)
		if err != nil {
			return fmt.Errorf("derive the key of %s: %w", c, err)
		}
		behind.keys[c], err = newAEAD(sub)
		return err
	})
	return behind, err
}

// At is the place of a row's words: a table and the row whose id stands at id.
// While a row is read, its id must be scanned before its words.
func (b *Box) At(c Compartment, table string, id *string) Place {
	return AtOf(func() *Box { return b }, c, table, id)
}

// AtOf is At in one of many boxes: which one, is asked when the words are reached.
func AtOf(box func() *Box, c Compartment, table string, id *string) Place {
	return Place{box, c, table, id}
}

// Place says where words lie.
type Place struct {
	box         func() *Box
	compartment Compartment
	table       string
	id          *string
}

// header is the algorithm (1 = AES-256-GCM, random nonce) and the epoch of the key.
const header = "\x01\x00"

// aad names the place. Each part is quoted, so that no two places have one name.
func (p Place) aad(column string) []byte {
	return fmt.Appendf(nil, "%q|%q|%q|%q|%q", p.box().review, p.compartment, p.table, *p.id, column)
}

func (p Place) key() (cipher.AEAD, error) {
	if p.box == nil || p.box() == nil {
		return nil, ErrClosed
	}
	key, ok := p.box().keys[p.compartment]
	if !ok {
		return nil, fmt.Errorf("%s of %s: %w", p.compartment, p.table, ErrClosed)
	}
	return key, nil
}

// Seal gives the value of a column.
func (p Place) Seal(column string, t Text) driver.Valuer { return sealing{p, column, t} }

type sealing struct {
	place  Place
	column string
	text   Text
}

// Value seals the words when the statement runs.
func (s sealing) Value() (driver.Value, error) {
	key, err := s.place.key()
	if err != nil {
		return nil, err
	}
	return key.Seal([]byte(header), nil, []byte(s.text.Reveal()), s.place.aad(s.column)), nil
}

// Open gives the destination of a column: the words go to t.
func (p Place) Open(column string, t *Text) *Opening { return &Opening{p, column, t} }

// Opening is a column being opened.
type Opening struct {
	place  Place
	column string
	to     *Text
}

// Scan opens what the database holds. A NULL was never sealed: it opens as nothing
// only where the column may be empty, which a table says by allowing NULL.
func (o *Opening) Scan(v any) error {
	if v == nil {
		*o.to = Text{}
		return nil
	}
	sealed, ok := v.([]byte)
	if !ok || len(sealed) < len(header) || string(sealed[:len(header)]) != header {
		return fmt.Errorf("%s.%s: %w", o.place.table, o.column, ErrTampered)
	}
	key, err := o.place.key()
	if err != nil {
		return err
	}
	words, err := key.Open(nil, nil, sealed[len(header):], o.place.aad(o.column))
	if err != nil {
		return fmt.Errorf("%s.%s: %w", o.place.table, o.column, ErrTampered)
	}
	*o.to = T(string(words))
	return nil
}
