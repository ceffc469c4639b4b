/**
 * Authorization by servers that are asked, and the file that says which authorizers there are: what
 * {@code --authorization-config} and the {@code --authorization-webhook-*} flags configure, its
 * validation, and the questions themselves.
 *
 * <p>The thread of a request waits for the answer. Answers are remembered, at most 8192 of each
 * server's. Upstream's counterparts: {@code plugin/pkg/authorizer/webhook}, {@code
 * pkg/apis/apiserver/validation} and {@code pkg/authorization/cel} at v1.36.
 */
@NullMarked
package io.jukung.server.authorization.webhook;

import org.jspecify.annotations.NullMarked;
