package seal

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Master is the key-encryption key. It wraps and unwraps the keys of reviews,
// and never touches their words.
type Master struct{ aead cipher.AEAD }

// ReadSecret reads a secret of n bytes from a file that only its owner may
// read, outside the data folder. Each way in which the file is unfit is one sentence.
func ReadSecret(file, dataFolder string, n int) ([]byte, error) {
	inside, err := within(file, dataFolder)
	if err != nil {
		return nil, err
	}
	if inside {
		return nil, fmt.Errorf("the key file %s lies inside the data folder %s: keep it somewhere else, or a copy of the data is a copy of the key", file, dataFolder)
	}
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the key file %s is missing: %w", file, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("the key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s can be read by others (mode %04o): run chmod 600 on it", file, info.Mode().Perm())
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the key file: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != n {
		return nil, fmt.Errorf("the key file %s does not hold a key (%d letters 0-9 a-f are expected)", file, 2*n)
	}
	return secret, nil
}

// NewSecret makes a file with a new secret of n bytes; an existing one is never touched.
func NewSecret(file string, n int) error {
	secret := make([]byte, n)
	rand.Read(secret)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make the folder of the key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	if _, err = fmt.Fprintln(f, hex.EncodeToString(secret)); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// NewMaster takes a secret of 32 bytes.
func NewMaster(secret []byte) (*Master, error) {
	aead, err := newAEAD(secret)
	if err != nil {
		return nil, fmt.Errorf("key-encryption key: %w", err)
	}
	return &Master{aead}, nil
}

func within(file, folder string) (bool, error) {
	if folder == "" {
		return false, nil
	}
	real := func(p string) (string, error) {
		abs, err := filepath.Abs(p)
		if err != nil {
			return "", err
		}
		if r, err := filepath.EvalSymlinks(abs); err == nil {
			return r, nil
		}
		return abs, nil
	}
	f, err := real(file)
	if err != nil {
		return false, fmt.Errorf("the key file: %w", err)
	}
	d, err := real(folder)
	if err != nil {
		return false, fmt.Errorf("the data folder: %w", err)
	}
	rel, err := filepath.Rel(d, f)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), nil
}
