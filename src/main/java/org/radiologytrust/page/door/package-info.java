/**
 * What all pages share: reading a request and its form, the log-in, the reply, the frame around the
 * content, and the access log.
 */
@NullMarked
package org.radiologytrust.page.door;

import org.jspecify.annotations.NullMarked;
