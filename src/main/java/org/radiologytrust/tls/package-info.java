/**
 * TLS of the listeners and towards peers: PEM files, read again when they change; which handshakes
 * were refused and why.
 */
package org.radiologytrust.tls;
