package audit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"lr/internal/db"
)

// Report is what Verify saw.
type Report struct {
	Entries     int64  `json:"entries"`
	Root        string `json:"root"`
	Checkpoints int    `json:"checkpoints"` // kept outside and compared
}

// ErrAltered is given for a log that is not as it was written.
var ErrAltered = errors.New("the log was altered")

// Verify recomputes the whole log from its entries and compares it with the
// stored hashes, the signed head, and the checkpoints that were kept outside.
func (l *Log) Verify(ctx context.Context, d *db.DB, checkpoints []string) (Report, error) {
	var rep Report
	err := d.Read(ctx, func(tx *db.Tx) error {
		entries, err := db.All(ctx, tx, readLeaf, `
			SELECT n, at, review_id, actor, action, object, outcome, payload
			FROM audit_entry ORDER BY n`)
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		hashes, err := db.All(ctx, tx, readHash, `SELECT idx, hash FROM audit_hash ORDER BY idx`)
		if err != nil {
			return fmt.Errorf("read the hashes of the log: %w", err)
		}
		tree, err := recompute(entries, hashes)
		if err != nil {
			return err
		}
		rep.Entries = int64(len(entries))
		if rep.Root, err = l.checkHead(ctx, tx, tree, rep.Entries); err != nil {
			return err
		}
		for _, c := range checkpoints {
			if err := l.checkOutside(tree, rep.Entries, c); err != nil {
				return err
			}
			rep.Checkpoints++
		}
		return nil
	})
	return rep, err
}

func readLeaf(r db.Row) (leaf, error) {
	var v leaf
	var at time.Time
	var payload []byte
	err := r.Scan(&v.N, &at, &v.Review, &v.Actor, &v.Action, &v.Object, &v.Outcome, &payload)
	v.At, v.Commitment = instant(at), commitment(payload)
	return v, err
}

type indexed struct {
	idx  int64
	hash []byte
}

func readHash(r db.Row) (indexed, error) {
	var h indexed
	return h, r.Scan(&h.idx, &h.hash)
}

// recomputed is a tree made anew of the entries.
type recomputed []tlog.Hash

func (t recomputed) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		if idx >= int64(len(t)) {
			return nil, fmt.Errorf("%w: it is shorter than it was", ErrAltered)
		}
		out[i] = t[idx]
	}
	return out, nil
}

func recompute(entries []leaf, hashes []indexed) (recomputed, error) {
	var tree recomputed
	last := ""
	for i, e := range entries {
		if e.N != int64(i) {
			return nil, fmt.Errorf("%w: entry %d is missing", ErrAltered, i)
		}
		if e.At < last {
			return nil, fmt.Errorf("%w: entry %d is older than the one before it", ErrAltered, i)
		}
		last = e.At
		more, err := tlog.StoredHashes(e.N, e.record(), tree)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i, err)
		}
		tree = append(tree, more...)
		for j := len(tree) - len(more); j < len(tree); j++ {
			if j >= len(hashes) || hashes[j].idx != int64(j) || !bytes.Equal(hashes[j].hash, tree[j][:]) {
				return nil, fmt.Errorf("%w: entry %d is not as it was written", ErrAltered, i)
			}
		}
	}
	if len(hashes) != len(tree) {
		return nil, fmt.Errorf("%w: entries are missing at its end", ErrAltered)
	}
	return tree, nil
}

// checkHead compares the tree with the signed head.
func (l *Log) checkHead(ctx context.Context, tx *db.Tx, tree recomputed, n int64) (string, error) {
	var head string
	size, err := db.One(ctx, tx, func(r db.Row) (int64, error) {
		var size int64
		return size, r.Scan(&size, &head)
	}, `SELECT size, note FROM audit_head WHERE id = 1`)
	if errors.Is(err, db.ErrNotFound) && n == 0 {
		return "", nil
	}
	if errors.Is(err, db.ErrNotFound) {
		return "", fmt.Errorf("%w: its head is missing", ErrAltered)
	}
	if err != nil {
		return "", fmt.Errorf("read the head of the log: %w", err)
	}
	if size != n {
		return "", fmt.Errorf("%w: it has %d entries and its head counts %d", ErrAltered, n, size)
	}
	signed, err := l.opened(head)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrAltered, err)
	}
	if signed.N != n {
		return "", fmt.Errorf("%w: it has %d entries and was signed with %d", ErrAltered, n, signed.N)
	}
	root, err := tlog.TreeHash(n, tree)
	if err != nil {
		return "", fmt.Errorf("root of the log: %w", err)
	}
	if root != signed.Hash {
		return "", fmt.Errorf("%w: its root is not the signed one", ErrAltered)
	}
	return root.String(), nil
}

// checkOutside finds a log that was cut, or written anew, since the checkpoint left it.
func (l *Log) checkOutside(tree recomputed, n int64, checkpoint string) error {
	was, err := l.opened(checkpoint)
	if err != nil {
		return err
	}
	if was.N > n {
		return fmt.Errorf("%w: a checkpoint kept outside has %d entries, the log has %d", ErrAltered, was.N, n)
	}
	root, err := tlog.TreeHash(was.N, tree)
	if err != nil {
		return fmt.Errorf("root of the log at %d: %w", was.N, err)
	}
	if root != was.Hash {
		return fmt.Errorf("%w: its first %d entries are not those of the checkpoint kept outside", ErrAltered, was.N)
	}
	return nil
}

// Checkpoint gives the newest signed head, to be kept outside; "" for an empty log.
func (l *Log) Checkpoint(ctx context.Context, d *db.DB) (string, error) {
	var head string
	err := d.Read(ctx, func(tx *db.Tx) error {
		var err error
		head, err = db.One(ctx, tx, db.Column[string], `SELECT note FROM audit_head WHERE id = 1`)
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		return err
	})
	return head, err
}
