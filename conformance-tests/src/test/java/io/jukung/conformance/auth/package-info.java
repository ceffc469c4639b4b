/** Accounts, tokens, certificate requests and reviews. Upstream: {@code test/e2e/auth}. */
@NullMarked
package io.jukung.conformance.auth;

import org.jspecify.annotations.NullMarked;
