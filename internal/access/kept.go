package access

import (
	"maps"
	"sync"
	"time"

	"lr/internal/seal"
)

// How long what was worked out of a review's words stays in memory after it was
// asked for, and how many of such.
const (
	keptFor  = 10 * time.Minute
	mostKept = 4096
)

// kept is what acts worked out of the words of reviews.
type kept struct {
	sync.Mutex
	all   map[keptKey]keptValue
	swept time.Time
}

type keptKey struct {
	review, what string
	of           seal.Compartment
}

type keptValue struct {
	version string
	value   any
	used    time.Time
}

// Kept gives what make works out of the words of a compartment, from memory
// where it was made before of the same version. The version changes whenever the
// words change, and never comes back: an id made anew at each change. Only an act
// that opens the compartment gets it, others ErrForbidden. The value is shared:
// whoever gets it changes nothing in it.
func Kept[T any](c Case, of seal.Compartment, what, version string, make func() (T, error)) (T, error) {
	var none T
	if !c.Opens(of) {
		return none, ErrForbidden
	}
	k, key := &c.in.gate.kept, keptKey{c.Review(), what, of}
	if v, ok := k.find(key, version); ok {
		if value, ok := v.(T); ok {
			return value, nil
		}
	}
	value, err := make()
	if err == nil {
		k.keep(key, version, value)
	}
	return value, err
}

func (k *kept) find(key keptKey, version string) (any, bool) {
	k.Lock()
	defer k.Unlock()
	v, ok := k.all[key]
	if !ok || v.version != version || time.Since(v.used) > keptFor {
		return nil, false
	}
	v.used = time.Now()
	k.all[key] = v
	return v.value, true
}

// keep takes the value in, and lets go of what is old; where there is too much, of
// any other.
func (k *kept) keep(key keptKey, version string, value any) {
	k.Lock()
	defer k.Unlock()
	now := time.Now()
	if k.all == nil {
		k.all = map[keptKey]keptValue{}
	}
	k.all[key] = keptValue{version, value, now}
	if now.Sub(k.swept) > keptFor/10 {
		k.swept = now
		maps.DeleteFunc(k.all, func(_ keptKey, v keptValue) bool { return now.Sub(v.used) > keptFor })
	}
	for other := range k.all {
		if len(k.all) <= mostKept {
			break
		}
		if other != key {
			delete(k.all, other)
		}
	}
}
