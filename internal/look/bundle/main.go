// Command bundle makes the style sheet, script, icons and fonts of package look
// from what npm brought, so that the program serves no asset of anyone else's.
// It is run by make after npm ci, from the root of the project:
//
//	go run ./internal/look/bundle
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	designSystem = "node_modules/@scottish-government/design-system/"
	roboto       = "node_modules/@fontsource-variable/roboto/"
	own          = "internal/look/assets/"
	made         = "internal/look/static"
)

func main() {
	log.SetFlags(0)
	if err := bundle(os.DirFS("."), made); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			log.Print("Run npm ci --ignore-scripts first, from the root of the project.")
		}
		log.Fatal(err)
	}
}

// An asset is one file of the bundle: what it is made from, in order, and
// whether it speaks of other assets by their plain names.
type asset struct {
	name  string
	from  []string
	links bool
}

// What is spoken of comes before what speaks of it.
var assets = []asset{
	{name: "roboto-latin.woff2", from: []string{roboto + "files/roboto-latin-wght-normal.woff2"}},
	{name: "roboto-latin-ext.woff2", from: []string{roboto + "files/roboto-latin-ext-wght-normal.woff2"}},
	{name: "icons.svg", from: []string{designSystem + "dist/images/icons/icons.stack.svg"}},
	{name: "design-system.js", from: []string{designSystem + "dist/scripts/design-system.js"}},
	{name: "lr.css", from: []string{designSystem + "dist/css/design-system.min.css", own + "look.css"}, links: true},
	{name: "lr.js", from: []string{own + "lr.js"}, links: true},
	{name: "licences.txt", from: []string{designSystem + "LICENSE.txt", roboto + "LICENSE"}},
}

// bundle reads the assets from the project and writes each under a name that
// holds a part of its hash, with a .gz beside what is worth packing, and
// manifest.json from plain to hashed names.
func bundle(project fs.FS, to string) error {
	if err := empty(to); err != nil {
		return err
	}
	names := map[string]string{}
	for _, a := range assets {
		data, err := join(project, a.from)
		if err != nil {
			return fmt.Errorf("asset %s: %w", a.name, err)
		}
		if a.links {
			if data, err = link(data, names); err != nil {
				return fmt.Errorf("asset %s: %w", a.name, err)
			}
		}
		names[a.name] = hashed(a.name, data)
		if err := write(filepath.Join(to, names[a.name]), data); err != nil {
			return err
		}
	}
	manifest, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return os.WriteFile(filepath.Join(to, "manifest.json"), append(manifest, '\n'), 0o644)
}

// empty takes away an earlier bundle and leaves .keep.
func empty(dir string) error {
	old, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("folder of the bundle: %w", err)
	}
	for _, f := range old {
		if f.Name() == ".keep" {
			continue
		}
		if err := os.Remove(filepath.Join(dir, f.Name())); err != nil {
			return fmt.Errorf("earlier bundle: %w", err)
		}
	}
	return nil
}

var sourceMap = regexp.MustCompile(`(?m)^\s*(?:/\*|//)# sourceMappingURL=.*$`)

func join(project fs.FS, from []string) ([]byte, error) {
	var all []byte
	for i, name := range from {
		data, err := fs.ReadFile(project, name)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			all = append(all, '\n')
		}
		if ext := path.Ext(name); ext == ".css" || ext == ".js" {
			data = sourceMap.ReplaceAll(data, nil)
		}
		all = append(all, data...)
	}
	return all, nil
}

// A reference is url(name) of a style sheet or from './name' of a module. Data
// within a style sheet is none.
var reference = regexp.MustCompile(`url\((?P<name>[^"'):]+)\)|from '\./(?P<name>[^']+)'`)

// link puts the hashed names for the plain ones; an asset that is not in the
// bundle is an error, because the page would ask for what is not there.
func link(data []byte, names map[string]string) ([]byte, error) {
	var missing error
	data = reference.ReplaceAllFunc(data, func(r []byte) []byte {
		m := reference.FindSubmatch(r)
		name := string(m[1]) + string(m[2])
		to, ok := names[name]
		if !ok {
			missing = fmt.Errorf("%s is spoken of and is not in the bundle", name)
		}
		return bytes.Replace(r, []byte(name), []byte(to), 1)
	})
	return data, missing
}

func hashed(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

func write(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return err
	}
	if path.Ext(name) == ".woff2" {
		return nil // packed already
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(name+".gz", packed.Bytes(), 0o644)
}
