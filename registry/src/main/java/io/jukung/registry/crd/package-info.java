/**
 * CustomResourceDefinitions: what a definition says, the resources that come and go with it, and
 * the controllers that keep its status.
 *
 * <p>{@link io.jukung.registry.crd.CustomResources} is the door: it follows the stored definitions
 * on one thread of its own and publishes what is served as one immutable snapshot, which requests
 * read without a lock. Instances of a deleted definition are removed on one virtual thread per
 * definition. All of it works on stored objects only, so any number of servers may run it over one
 * store. A definition's schemas are parsed when its resource is first used. Upstream's counterpart:
 * {@code k8s.io/apiextensions-apiserver/pkg} at v1.36.
 */
@NullMarked
package io.jukung.registry.crd;

import org.jspecify.annotations.NullMarked;
