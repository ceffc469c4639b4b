/**
 * What keeps a cluster safe, black-box: each test has the attack or the look into the store in it,
 * and would fail without the defence.
 */
@NullMarked
package io.jukung.conformance.security;

import org.jspecify.annotations.NullMarked;
