/**
 * Accounts, tokens, certificate requests, reviews, and the files that say who is known and what he
 * may do. Upstream: {@code test/e2e/auth} and {@code test/integration/auth}.
 */
@NullMarked
package io.jukung.conformance.auth;

import org.jspecify.annotations.NullMarked;
