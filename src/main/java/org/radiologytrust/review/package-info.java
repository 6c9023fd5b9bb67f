/** What people decide about an audit: its problems, and the decisions about them. */
@NullMarked
package org.radiologytrust.review;

import org.jspecify.annotations.NullMarked;
