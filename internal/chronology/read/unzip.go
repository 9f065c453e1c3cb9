package read

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

// What an office file may hold, whatever it says of itself.
const (
	mostOfParts = 2000
	partBytes   = 64 << 20 // of one part, unpacked
	packedBytes = 25 << 20 // of the file
	allBytes    = 128 << 20
)

var (
	errParts    = sentencef("This file is made of more than %d parts, and no table is. It was not read.", mostOfParts)
	errUnpacked = sentencef("This file unpacks to more than %d MB, and no table does. It was not read. Copy the table into a new workbook and try again.", partBytes>>20)
	errSecret   = sentence("This file is protected by a password. Take the password off, save it and try again.")
)

// office is an office file: a zip of parts. left is how much of it may still be
// unpacked.
type office struct {
	parts map[string]*zip.File
	left  int64
}

func unzip(r io.ReaderAt, size int64) (*office, error) {
	if err := countParts(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errDamaged
	}
	if len(z.File) > mostOfParts {
		return nil, errParts
	}
	o := &office{parts: make(map[string]*zip.File, len(z.File)), left: allBytes}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/"))
		if f.Flags&1 != 0 {
			return nil, errSecret
		}
		if o.parts[name] != nil {
			return nil, errDamaged
		}
		o.parts[name] = f
	}
	return o, nil
}

// countParts looks at the end of the file, before a long list of parts takes memory.
func countParts(r io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 66_000))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return errDamaged
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+22 > len(tail) {
		return errDamaged
	}
	parts, list := binary.LittleEndian.Uint16(tail[at+10:]), binary.LittleEndian.Uint32(tail[at+12:])
	if parts > mostOfParts || list > 2<<20 {
		return errParts
	}
	return nil
}

func (o *office) has(name string) bool { return o.parts[strings.ToLower(name)] != nil }

// under says that there is a part in the folder, or whose name begins so.
func (o *office) under(prefix string) bool {
	for name := range o.parts {
		if strings.HasPrefix(name, prefix) && !strings.HasSuffix(name, "/") {
			return true
		}
	}
	return false
}

// limited stops a file whose parts together unpack to more than a table can. That
// one part unpacks to no more than it says, the zip reader sees to.
type limited struct {
	in io.ReadCloser
	o  *office
}

func (l *limited) Read(b []byte) (int, error) {
	n, err := l.in.Read(b)
	l.o.left -= int64(n)
	if l.o.left < 0 {
		return n, errUnpacked
	}
	if err != nil && err != io.EOF {
		return n, errDamaged
	}
	return n, err
}

// walk reads a part; a part that is not there has nothing to read. visit may
// end it with errStop.
func (o *office) walk(name string, visit func(e event, s *scanner) error) error {
	f := o.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > partBytes {
		return errUnpacked
	}
	in, err := f.Open()
	if err != nil {
		return errDamaged
	}
	defer in.Close()
	s := scan(&limited{in, o})
	for {
		e, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = visit(e, s)
		}
		if err == errStop {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// relation is a part that another part points to, or what lies outside.
type relation struct {
	kind, target string
	outside      bool
}

// relations are what a part points to, by their marks.
func (o *office) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	found := map[string]relation{}
	err := o.walk(dir+"_rels/"+base+".rels", func(e event, s *scanner) error {
		if e != opens || s.name != "Relationship" {
			return nil
		}
		r := relation{kind: path.Base(s.attribute("Type")), target: s.attribute("Target"), outside: s.attribute("TargetMode") == "External"}
		if !r.outside {
			if r.target = strings.TrimPrefix(path.Join("/", dir, r.target), "/"); strings.HasPrefix(s.attribute("Target"), "/") {
				r.target = strings.TrimPrefix(path.Clean(s.attribute("Target")), "/")
			}
		}
		if len(found) > mostOfParts {
			return errParts
		}
		found[s.attribute("Id")] = r
		return nil
	})
	return found, err
}

// main is the part that the file is about.
func (o *office) main() (string, error) {
	all, err := o.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range all {
		if r.kind == "officeDocument" && o.has(r.target) {
			return r.target, nil
		}
	}
	for _, usual := range []string{"xl/workbook.xml", "word/document.xml"} {
		if o.has(usual) {
			return usual, nil
		}
	}
	return "", nil
}
