/**
 * Weaknesses that Kubernetes had, each with its attack and named by its CVE: what is refused, and
 * that nothing of it happened. docs/SECURITY.md says what stands against those that upstream leaves
 * open by design.
 */
@NullMarked
package io.jukung.conformance.weaknesses;

import org.jspecify.annotations.NullMarked;
