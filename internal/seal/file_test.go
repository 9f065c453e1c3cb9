package seal_test

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/seal"
)

// A key that others can read, that lies with the data, or that is none, stops
// the program with one sentence that says what to do.
func TestAnUnfitKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	data, keys := filepath.Join(root, "data"), filepath.Join(root, "keys")
	for _, folder := range []string{data, keys, filepath.Join(data, "deep")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	good := strings.Repeat("0a", 32)
	put := func(path, content string, mode os.FileMode) string {
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := func(to, from string) string {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
		return from
	}
	put(filepath.Join(data, "kek"), good, 0o600)
	tests := []struct{ why, file, want string }{
		{"missing", filepath.Join(keys, "nothing"), "is missing"},
		{"world-readable", put(filepath.Join(keys, "a"), good, 0o644), "can be read by others (mode 0644): run chmod 600"},
		{"group-readable", put(filepath.Join(keys, "b"), good, 0o640), "can be read by others (mode 0640): run chmod 600"},
		{"writable by others", put(filepath.Join(keys, "c"), good, 0o602), "run chmod 600"},
		{"in the data folder", filepath.Join(data, "kek"), "lies inside the data folder"},
		{"deep in the data folder", put(filepath.Join(data, "deep", "kek"), good, 0o600), "lies inside the data folder"},
		{"in the data folder, written with dots", filepath.Join(keys, "..", "data", "kek"), "lies inside the data folder"},
		{"in the data folder, by a link", link(filepath.Join(data, "kek"), filepath.Join(keys, "link")), "lies inside the data folder"},
		{"in the data folder, by a link of a folder", filepath.Join(link(data, filepath.Join(root, "elsewhere")), "kek"), "lies inside the data folder"},
		{"empty", put(filepath.Join(keys, "d"), "", 0o600), "does not hold a key (64 letters 0-9 a-f are expected)"},
		{"too short", put(filepath.Join(keys, "e"), good[:62], 0o600), "does not hold a key"},
		{"too long", put(filepath.Join(keys, "f"), good+"00", 0o600), "does not hold a key"},
		{"no hexadecimal letters", put(filepath.Join(keys, "g"), strings.Repeat("zz", 32), 0o600), "does not hold a key"},
		{"a folder", keys, ""},
	}
	for _, x := range tests {
		got, err := seal.ReadSecret(x.file, data, 32)
		if err == nil || got != nil || !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", x.why, err)
			continue
		}
		if strings.Contains(err.Error(), good[:20]) {
			t.Errorf("%s: the sentence shows the key: %v", x.why, err)
		}
		if errors.Is(err, fs.ErrNotExist) != (x.why == "missing") {
			t.Errorf("%s is taken for a missing file, or the reverse: %v", x.why, err)
		}
	}
	for _, file := range []string{put(filepath.Join(keys, "kek"), good+"\n", 0o600), put(filepath.Join(keys, "kek2"), good, 0o400),
		put(filepath.Join(root, "data.kek"), good, 0o600), link(filepath.Join(keys, "kek"), filepath.Join(root, "outside"))} {
		got, err := seal.ReadSecret(file, data, 32)
		if err != nil || hex.EncodeToString(got) != good {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// A new key is made once, for its owner only, and never written over.
func TestANewKeyIsNeverWrittenOver(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keys", "kek")
	if err := seal.NewSecret(file, 32); err != nil {
		t.Fatal(err)
	}
	was, err := seal.ReadSecret(file, "", 32)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.NewSecret(file, 32); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the second time: %v", err)
	}
	is, err := seal.ReadSecret(file, "", 32)
	if err != nil || string(is) != string(was) {
		t.Errorf("the key changed, %v", err)
	}
	other := filepath.Join(t.TempDir(), "kek")
	if err := seal.NewSecret(other, 32); err != nil {
		t.Fatal(err)
	}
	if second, err := seal.ReadSecret(other, "", 32); err != nil || string(second) == string(was) {
		t.Errorf("two keys are the same, %v", err)
	}
}
