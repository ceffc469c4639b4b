/**
 * Pods, what they are made of and what they ask for, as objects. Upstream: {@code
 * test/e2e/common/node}, {@code node}, {@code apps}, {@code scheduling} and {@code dra}.
 */
@NullMarked
package io.jukung.conformance.workloads;

import org.jspecify.annotations.NullMarked;
