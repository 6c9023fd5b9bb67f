/**
 * TLS for listeners and peers: PEM files that are reloaded when they change, and refused
 * handshakes.
 */
@NullMarked
package org.radiologytrust.tls;

import org.jspecify.annotations.NullMarked;
