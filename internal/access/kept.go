package access

import (
	"slices"
	"sync"
	"time"

	"lr/internal/seal"
)

// How long what was worked out of a review's words stays in memory, and for how
// many of them.
const (
	keptFor  = 10 * time.Minute
	mostKept = 64
)

// kept is what acts worked out of the words of reviews.
type kept struct {
	sync.Mutex
	all map[keptKey]keptValue
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

// keep takes the value in, and lets go what is old, or was not asked for the longest.
func (k *kept) keep(key keptKey, version string, value any) {
	k.Lock()
	defer k.Unlock()
	if k.all == nil {
		k.all = map[keptKey]keptValue{}
	}
	k.all[key] = keptValue{version, value, time.Now()}
	var keys []keptKey
	for other, v := range k.all {
		if time.Since(v.used) > keptFor {
			delete(k.all, other)
		} else {
			keys = append(keys, other)
		}
	}
	if len(keys) > mostKept {
		slices.SortFunc(keys, func(a, b keptKey) int { return k.all[a].used.Compare(k.all[b].used) })
		delete(k.all, keys[0])
	}
}
