// Package audit keeps the log of who did and who read what. An entry is written
// in the transaction of its deed: no entry, no deed. The entries are the leaves
// of a Merkle tree (RFC 6962) whose root is signed with every entry, so that a
// changed, removed, swapped or back-dated entry is found by Verify.
//
// The log does not show deeds that a malicious running program never wrote, nor
// that what was written is true.
package audit

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"lr/internal/db"
	"lr/internal/seal"
)

//go:embed schema/*.sql
var Schema embed.FS

// Outcome is how a deed ended.
type Outcome string

const (
	Done    Outcome = "done"    // changed something
	Read    Outcome = "read"    // was shown something
	Refused Outcome = "refused" // had no right
)

// Entry is one deed.
type Entry struct {
	Review  string // id, or "" outside a review
	Actor   string // account id, or a role where the deed must not point to a person
	Action  string // name of the act
	Object  string // ids of what it was done to
	Outcome Outcome
	Detail  seal.Text // what it was about, in words
	Box     *seal.Box // seals Detail
}

// origin names our logs in their checkpoints.
const origin = "lr-audit"

// Log signs and writes entries.
type Log struct {
	signer   note.Signer
	verifier note.Verifier
}

// New makes a Log of its signing secret, 32 bytes.
func New(secret []byte) (*Log, error) {
	if len(secret) != ed25519.SeedSize {
		return nil, fmt.Errorf("the log's key must have %d bytes", ed25519.SeedSize)
	}
	private := ed25519.NewKeyFromSeed(secret)
	public := private.Public().(ed25519.PublicKey)
	const algEd25519 = 1
	key := append([]byte{algEd25519}, public...)
	hash := sha256.Sum256(append([]byte(origin+"\n"), key...))
	id := fmt.Sprintf("%08x", hash[:4])
	signer, err := note.NewSigner("PRIVATE+KEY+" + origin + "+" + id + "+" + base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, secret...)))
	if err != nil {
		return nil, fmt.Errorf("the log's key: %w", err)
	}
	verifier, err := note.NewVerifier(origin + "+" + id + "+" + base64.StdEncoding.EncodeToString(key))
	if err != nil {
		return nil, fmt.Errorf("the log's key: %w", err)
	}
	return &Log{signer, verifier}, nil
}

// leaf is what the tree fixes of an entry: everything but the sealed words,
// which it fixes by their commitment.
type leaf struct {
	N          int64  `json:"n"`
	At         string `json:"at"`
	Review     string `json:"review"`
	Actor      string `json:"actor"`
	Action     string `json:"action"`
	Object     string `json:"object"`
	Outcome    string `json:"outcome"`
	Commitment []byte `json:"commitment"`
}

func (l leaf) record() []byte {
	b, err := json.Marshal(l)
	if err != nil {
		panic(err) // strings and bytes always encode
	}
	return b
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// commitment fixes the sealed words without showing them. Their seal is never
// the same twice, so the hash of it can be kept when the words are destroyed.
func commitment(payload []byte) []byte {
	if len(payload) == 0 {
		return nil
	}
	sum := sha256.Sum256(payload)
	return sum[:]
}

// next gives the number of the next entry and its time: that of the transaction, or
// of the entry before it where the clock was put back meanwhile. The log never goes
// back.
func next(ctx context.Context, tx *db.Tx) (n int64, at time.Time, err error) {
	at = tx.Now()
	last, err := db.One(ctx, tx, func(r db.Row) (time.Time, error) {
		var last time.Time
		err := r.Scan(&n, &last)
		return last, err
	}, `
		SELECT h.size, e.at FROM audit_head h LEFT JOIN audit_entry e ON e.n = h.size - 1 WHERE h.id = 1`)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return 0, at, nil
	case err != nil:
		return n, at, fmt.Errorf("read the end of the log: %w", err)
	case last.IsZero():
		return n, at, fmt.Errorf("audit entry %d is not there", n-1)
	case last.After(at):
		return n, last, nil
	}
	return n, at, nil
}

// Append writes entries, one after the other, and signs the tree that now ends in
// the last.
func (l *Log) Append(ctx context.Context, tx *db.Tx, es ...Entry) error {
	if len(es) == 0 {
		return nil
	}
	size, at, err := next(ctx, tx)
	if err != nil {
		return err
	}
	rows, leaves := make([][]any, len(es)), make([]leaf, len(es))
	for i, e := range es {
		n := size + int64(i)
		var payload []byte
		if !e.Detail.Empty() {
			id := strconv.FormatInt(n, 10)
			sealed, err := e.Box.At(seal.Trail, "audit_entry", &id).Seal("payload", e.Detail).Value()
			if err != nil {
				return fmt.Errorf("seal the detail of audit entry %d: %w", n, err)
			}
			payload = sealed.([]byte)
		}
		leaves[i] = leaf{n, instant(at), e.Review, e.Actor, e.Action, e.Object, string(e.Outcome), commitment(payload)}
		rows[i] = []any{n, at, e.Review, e.Actor, e.Action, e.Object, string(e.Outcome), payload}
	}
	if err := tx.InsertAll(ctx, `audit_entry (n, at, review_id, actor, action, object, outcome, payload)`, rows); err != nil {
		return fmt.Errorf("write audit entry %d: %w", size, err)
	}
	return l.grow(ctx, tx, leaves)
}

// grow adds the leaves' hashes to the tree and signs the new head.
func (l *Log) grow(ctx context.Context, tx *db.Tx, leaves []leaf) error {
	kept, rows := stored{ctx, tx, map[int64]tlog.Hash{}}, [][]any{}
	for _, v := range leaves {
		hashes, err := tlog.StoredHashes(v.N, v.record(), kept)
		if err != nil {
			return fmt.Errorf("hashes of audit entry %d: %w", v.N, err)
		}
		first := tlog.StoredHashIndex(0, v.N)
		for i, h := range hashes {
			kept.known[first+int64(i)] = h
			rows = append(rows, []any{first + int64(i), h[:]})
		}
	}
	size := leaves[len(leaves)-1].N + 1
	if err := tx.InsertAll(ctx, `audit_hash (idx, hash)`, rows); err != nil {
		return fmt.Errorf("write the hashes of the log up to %d: %w", size, err)
	}
	root, err := tlog.TreeHash(size, kept)
	if err != nil {
		return fmt.Errorf("root of the log: %w", err)
	}
	signed, err := l.sign(tlog.Tree{N: size, Hash: root})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO audit_head (id, size, note) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET size = excluded.size, note = excluded.note`, size, signed); err != nil {
		return fmt.Errorf("write the head of the log: %w", err)
	}
	return nil
}

func (l *Log) sign(t tlog.Tree) (string, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, t.N, t.Hash)
	signed, err := note.Sign(&note.Note{Text: text}, l.signer)
	if err != nil {
		return "", fmt.Errorf("sign the log: %w", err)
	}
	return string(signed), nil
}

// opened checks the signature of a checkpoint and gives the tree it fixes.
func (l *Log) opened(checkpoint string) (tlog.Tree, error) {
	n, err := note.Open([]byte(checkpoint), note.VerifierList(l.verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("a checkpoint is not signed by this log: %w", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return tlog.Tree{}, fmt.Errorf("a checkpoint is not one of ours")
	}
	var size int64
	if _, err := fmt.Sscanf(lines[1], "%d", &size); err != nil {
		return tlog.Tree{}, fmt.Errorf("a checkpoint's size: %w", err)
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("a checkpoint's root: %w", err)
	}
	return tlog.Tree{N: size, Hash: hash}, nil
}

// stored reads the hashes of the tree from the database.
type stored struct {
	ctx   context.Context
	tx    *db.Tx
	known map[int64]tlog.Hash
}

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var missing []int64
	for _, idx := range indexes {
		if _, ok := s.known[idx]; !ok {
			missing = append(missing, idx)
		}
	}
	if err := s.read(missing); err != nil {
		return nil, err
	}
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		h, ok := s.known[idx]
		if !ok {
			return nil, fmt.Errorf("hash %d of the log is not there", idx)
		}
		out[i] = h
	}
	return out, nil
}

func (s stored) read(indexes []int64) error {
	if len(indexes) == 0 {
		return nil
	}
	which, all := db.Among(s.tx, "idx", indexes)
	if _, err := db.All(s.ctx, s.tx, func(r db.Row) (int64, error) {
		var idx int64
		var b []byte
		err := r.Scan(&idx, &b)
		if len(b) == tlog.HashSize {
			s.known[idx] = tlog.Hash(b)
		}
		return idx, err
	}, `SELECT idx, hash FROM audit_hash WHERE `+which, all); err != nil {
		return fmt.Errorf("read hashes of the log: %w", err)
	}
	return nil
}
