/**
 * The forms answers take: negotiation, headers, tables, compression. Requests with what
 * kube-apiserver answers to each, headers included, sent by {@code FormAnswersTest}.
 */
@NullMarked
package io.jukung.conformance.forms;

import org.jspecify.annotations.NullMarked;
