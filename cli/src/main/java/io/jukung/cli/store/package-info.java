/**
 * {@code jukung store}: what an operator does with the embedded store of a data folder. A running
 * server answers on a local socket in the folder ({@link io.jukung.cli.store.AdminSocket});
 * commands for a store that does not run open the folder themselves. Compare etcdctl and etcdutl.
 */
@NullMarked
package io.jukung.cli.store;

import org.jspecify.annotations.NullMarked;
