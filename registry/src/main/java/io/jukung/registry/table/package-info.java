/**
 * Objects as clients' tables show them: {@code meta.k8s.io Table} and {@code
 * PartialObjectMetadata}. {@link io.jukung.registry.table.TableConvertors} gives each resource its
 * {@link io.jukung.registry.table.TableConvertor}, a pure function from one object's tree to one
 * row; {@link io.jukung.registry.table.TableWriter} writes rows one at a time, so no list of
 * objects is ever held.
 *
 * <p>No threads of its own. Convertors are immutable and safe for all threads; writers belong to
 * one answer. Imports {@code catalog}, {@code status} and {@code io.jukung.storage} ({@code Bytes}
 * only). Upstream's counterparts: {@code pkg/printers/internalversion/printers.go}, {@code
 * apiserver/pkg/registry/rest/table.go}, {@code
 * apiextensions-apiserver/pkg/registry/customresource/tableconvertor} at v1.36.
 */
@NullMarked
package io.jukung.registry.table;

import org.jspecify.annotations.NullMarked;
