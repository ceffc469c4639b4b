/**
 * What reads answer: every combination of the parameters that say which state is wanted, for gets,
 * lists, watches and collection deletes, beside what kube-apiserver answers (KEP-365, KEP-2523,
 * KEP-3157).
 */
@NullMarked
package io.jukung.conformance.reads;

import org.jspecify.annotations.NullMarked;
