/**
 * Cases of the examples that Microsoft publishes with RadFact (MIT): reports that were split into
 * phrases, and phrases that radiologists held against those of another report on the same study.
 */
package org.radiologytrust.lab.radfact;
