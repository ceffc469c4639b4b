/**
 * Every verb on every resource, by rule: the same steps for each, and the whole answers as a
 * kube-apiserver gave them.
 */
@NullMarked
package io.jukung.conformance.verbs;

import org.jspecify.annotations.NullMarked;
