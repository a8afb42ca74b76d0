"""The template of a certificate's page."""

from __future__ import annotations

# ruff: noqa: E501
PAGE_TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="glitterball.page.v[[shown.page]]">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>[[show]], season [[number]], week [[week]]: certificate</title>
<style>
[[stylesheet]][[?shown.pictured]].pictured { break-inside: avoid; } .bars, .key { list-style: none; margin: 1mm 0 0; padding: 0; }
.bars li { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 8fr) minmax(0, 5fr); gap: 0 3mm; align-items: center; margin: 0; padding: .6mm 0; border-top: .1mm solid var(--thin); }
.bars svg { display: block; width: 100%; height: 4mm; overflow: visible; } .key { display: flex; flex-wrap: wrap; gap: 0 6mm; color: var(--soft); }
.key svg { width: 8mm; height: 3mm; margin-right: 2mm; overflow: visible; } .bars .sum { font-variant-numeric: lining-nums tabular-nums; }
.bars rect, .key rect { stroke: var(--ink); stroke-width: 1px; vector-effect: non-scaling-stroke; } .shade-0 { fill: var(--paper); }
.shade-1 { fill: #0072b2; } .shade-2 { fill: #f0e442; } .shade-3 { fill: #009e73; } .shade-4 { fill: #e6c3d6; } .shade-5 { fill: #d55e00; } .shade-6 { fill: #b9def5; }
@media screen and (max-width: 700px) { .bars li { grid-template-columns: minmax(0, 1fr) auto; } .bars svg { grid-row: 2; grid-column: 1 / -1; margin: .5mm 0 1.5mm; } .bars .sum { text-align: right; } }
[[/]][[?shown.rehearsal]].rehearsal::before { content: "REHEARSAL"; content: "REHEARSAL" / ""; }
[[/]][[^shown.for_paper]]@page { @bottom-left { content: "[[show|css]], season [[number]], week [[week]][[?shown.rehearsal]]: REHEARSAL[[/]]"; }
  @bottom-center { content: "JSON [[shown.short]]"; } }
[[/]][[?shown.for_paper]]@page { @bottom-left { width: 84%; content: "[[show|css]], season [[number]], week [[week]][[?shown.rehearsal]]: REHEARSAL[[/]] · JSON [[shown.short]]"; }
  @bottom-center { content: none; } }
[[/]]</style>
</head>
<body class="[[?shown.rehearsal]]rehearsal[[/]][[^shown.rehearsal]]plain[[/]]">
<main>
[[?notice]]<p class="notice" role="note">[[notice]]</p>
[[/]]<header>
<svg class="emblem" viewBox="0 0 72 72" aria-hidden="true"><circle cx="36" cy="36" r="32"/><path d="M12 24H60"/><path d="M6 30H66"/><path d="M6 42H66"/><path d="M12 54H60"/><ellipse cx="36" cy="36" rx="10" ry="32"/><ellipse cx="36" cy="36" rx="20" ry="32"/><ellipse cx="36" cy="36" rx="28" ry="32"/><path d="M36 0V4M66 6l-3 5M6 6l3 5"/><path class="star" d="M24 20l2 6 6 2-6 2-2 6-2-6-6-2 6-2z"/></svg>
<p class="show">[[show]]</p>
<h1>Certificate of Outcome</h1>
<p class="week">Season [[number]] · Week [[week]]</p>
<p class="when">[[shown.when]][[?venue]] · [[venue]][[/]]</p>
</header>
<div class="declaration">
<p>On the events recorded in the log and under the rulebook in force, the outcome of week [[week]] is that [[shown.verb]]</p>
[[?shown.large]]<p class="name">[[shown.large]]</p>
[[/]][[?shown.rest]]<p class="rest">[[shown.rest]]</p>
[[/]]</div>
[[?shown.alarm]]<p class="alarm" role="note">This certificate does not stand: [[shown.alarm]].</p>
[[/]][[?outcome.standings]]<section>
<h2>Standings</h2>
<div class="wide" role="region" aria-label="Standings" tabindex="0"><table class="standings">
<caption><span>Each side, its points, and both together[[?sealed]]; what is sealed is not shown[[/]]</span></caption>
<thead><tr><th scope="col" class="n">Place</th><th scope="col">Couple</th>[[#outcome.sides]]<th scope="col" class="n">[[.|cap]]</th>[[/]][[#outcome.sides]]<th scope="col" class="n">Points, [[.]]</th>[[/]]<th scope="col" class="n">Combined</th><th scope="col">Result</th></tr></thead>
<tbody>
[[#outcome.standings]]<tr><td class="n">[[place]]</td><th scope="row">[[couple|name]]</th>[[#raw]]<td class="n">[[.|sealed]]</td>[[/]][[#points]]<td class="n">[[.|points]]</td>[[/]]<td class="n">[[combined|points]]</td><td>[[result]]</td></tr>
[[/]]</tbody>
</table></div>
</section>
[[/]]<div class="signed">
<ul class="signatures">
[[#shown.signers]]<li><span class="line"></span><strong>[[who]]</strong><span>[[did]] the outcome</span></li>
[[/]]</ul>
<figure class="code">
<svg viewBox="-3 -3 39 39" role="img" aria-label="A code with the hash of this certificate"><path class="ground" d="M-3 -3h39v39h-39z"/><path d="[[shown.code]]"/></svg>
<figcaption>SHA-256 of this certificate's JSON<br><code>[[shown.digest|fours]]</code></figcaption>
</figure>
</div>
[[?proof]]<section class="proof">
<h2>Proof of the outcome</h2>
<p><strong>Experimental, not reviewed by an outside cryptographer.</strong> Whoever has the bundle can check it with the verifier named below, and needs no count of votes for it.</p>
[[^stands]]<p class="alarm" role="note">It is about the outcome certified at event [[proof.certified]], and not about what follows now.</p>
[[/]]<h3>What is proved</h3>
<ul>
<li>By the rulebook, from the scores on this page and the votes that the gateways committed to: [[proof.groups|ahead]].[[?shown.grouped]] Between couples named side by side nothing is proved.[[/]]</li>
[[#proof.equal]]<li>The counts of [[.|names]] are equal; how many they are is not told.</li>
[[/]][[#proof.proved]]<li>The votes committed to ([[body]]) are [[turnout|n]] in all, and no couple was given fewer than none.[[?placed]] Most votes, best first: [[placed|names]].[[/]][[?kept]] Among the couples the viewers could save, [[kept|names]] had most of them and stayed; [[left|names]] had fewer and left.[[/]]</li>
[[/]]<li>Nothing more: it tells no couple's count and no couple's share.</li>
</ul>
<h3>What it starts from</h3>
<ul>
[[#proof.counted]]<li>Week [[week]], gateway [[gateway]]: a commitment to each couple's count ([[channels|channels]]), made with [[?manifest]]the manifest at event [[manifest]][[/]][[^manifest]]each batch[[/]].</li>
[[/]]<li>The certification at event [[proof.certified]], with its rulebook and scores. The proof fits no other.</li>
<li>It was recorded [[proof.time|moment]] (event [[proof.position]]) by [[proof.by|list]]. Its file in the bundle is <code>[[proof.file]]</code>, SHA-256 <code>[[proof.proof_sha256]]</code>; what it is bound to has SHA-256 <code>[[proof.context_sha256]]</code>.</li>
</ul>
<h3>What is not proved</h3>
<ul>
<li>That a vote came from a viewer, or that none was lost, added or bought before its gateway committed to it.</li>
<li>That a gateway committed to what it received, or that what was left out as void deserved it.</li>
<li>That nobody knows the counts. The gateways and the show do: they are kept from you, not from them.</li>
<li>Anything, to somebody who can break the elliptic curve P-256: a false proof could then be made. Even then no vote could be read from this one.</li>
</ul>
</section>
[[/]][[?proved_as_if]]<section class="proof">
<h2>Proof that other votes would not have changed it</h2>
<p><strong>Experimental, not reviewed by an outside cryptographer.</strong> Whoever has the bundle can check it with the verifier named below, and needs no count of votes for it.</p>
[[^stands]]<p class="alarm" role="note">It is about the outcome as it was certified, and not about what follows now.</p>
[[/]][[#proved_as_if]]<h3>[[shown.alike]] [[.|asif]]</h3>
<ul>
<li>By the rulebook, from the scores on this page and the votes committed to, had they counted so: [[groups|ahead]]. Between couples named side by side nothing is proved.</li>
[[#equal]]<li>The counts of [[.|names]] are equal then; how many they are is not told.</li>
[[/]][[#proved]]<li>The votes committed to ([[body]]) are then [[turnout|n]] in all, and no couple was given fewer than none.[[?placed]] Most votes, best first: [[placed|names]].[[/]][[?kept]] Among the couples the viewers could save, [[kept|names]] have most of them then; [[left|names]] have fewer.[[/]]</li>
[[/]][[#counted]]<li>Week [[week]], gateway [[gateway]]: a commitment to each couple's count ([[channels|channels]]), made with [[?manifest]]the manifest at event [[manifest]][[/]][[^manifest]]each batch[[/]].</li>
[[/]]<li>It is about the certification at event [[certified]], and was recorded [[time|moment]] (event [[position]]) by [[by|list]]. Its file in the bundle is <code>[[file]]</code>, SHA-256 <code>[[proof_sha256]]</code>; what it is bound to has SHA-256 <code>[[context_sha256]]</code>.</li>
</ul>
[[/]]<p>It does not prove that a vote came from a viewer, that a gateway committed to what it received, or that what was left out deserved it. Whoever breaks the elliptic curve P-256 could make a false proof.</p>
</section>
[[/]]<div class="columns">
<section>
<h2>Rules</h2>
<dl>
<div><dt>Rulebook</dt><dd>[[rulebook.title]] ([[rulebook.ref]])</dd></div>
<div><dt>This week</dt><dd>[[rulebook.says]]</dd></div>
<div><dt>Counted</dt><dd>scores of [[scores_from|weeks]], votes of [[votes_from|weeks]]</dd></div>
<div><dt>Adopted</dt><dd>from week [[rulebook.from_week]], by [[rulebook.by|list]], [[rulebook.adopted.time|moment]] (event [[rulebook.adopted.position]])</dd></div>
<div><dt>SHA-256</dt><dd><code>[[rulebook.sha256]]</code></dd></div>
</dl>
[[?rulebook.assumptions]]<h3>What no source says, and is assumed</h3>
<ul>
[[#rulebook.assumptions]]<li><strong>[[name|cap]]</strong>: [[says]][[?alternatives]] Other readings: [[alternatives|list]].[[/]]</li>
[[/]]</ul>
[[/]]</section>
<section>
<h2>Log</h2>
<dl>
<div><dt>Certified</dt><dd>[[certified.time|moment]] (event [[certified.position]])</dd></div>
[[#windows]]<div><dt>Vote, week [[week]]</dt><dd>lines opened [[opened.time|moment]] (event [[opened.position]])[[?sealed.position]]; sealed [[sealed.time|moment]] (event [[sealed.position]])[[/]][[^sealed.position]]; not sealed[[/]][[?opens]]; planned from [[opens|moment]] to [[closes|moment]][[/]]</dd></div>
[[/]][[#checkpoints]]<div><dt>Checkpoint</dt><dd>[[origin]], [[size|n]] events, root <code>[[root]]</code>; first published: [[first_published]]</dd></div>
[[/]][[^checkpoints]]<div><dt>Checkpoint</dt><dd>none was given: not published</dd></div>
[[/]][[?certified.inputs_sha256]]<div><dt>Inputs</dt><dd><code>[[certified.inputs_sha256]]</code></dd></div>
<div><dt>Working</dt><dd><code>[[certified.working_sha256]]</code></dd></div>
[[/]]</dl>
</section>
</div>
<div class="evidence">
[[?shown.adding]]<section class="pictured">
<h2>How the points add up</h2>
<p class="legend">[[shown.adding.note]]</p>
<ul class="key">[[#shown.adding.key]]<li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-[[shade]]" x="0" y="0" width="40" height="20"/></svg>[[name|cap]]</li>[[/]]</ul>
<ol class="bars">
[[#shown.adding.rows]]<li><span class="who">[[who]]</span><svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="[[told]]">[[#bars]]<rect class="shade-[[shade]]" x="[[x]]" y="0" width="[[width]]" height="20"/>[[/]]</svg><span class="sum">[[sum]][[?result]] <strong>[[result]]</strong>[[/]]</span></li>
[[/]]</ol>
</section>
[[/]][[?votes]]<section>
<h2>Votes delivered</h2>
<div class="wide" role="region" aria-label="Votes delivered" tabindex="0"><table class="delivered">
<caption><span>By gateway and channel: received is accepted, rejected and late together</span></caption>
<thead><tr><th scope="col" class="n">Week</th><th scope="col">Gateway</th><th scope="col">Channel</th><th scope="col" class="n">Batches</th><th scope="col" class="n">Received</th><th scope="col" class="n">Accepted</th><th scope="col">Rejected</th><th scope="col" class="n">Late</th><th scope="col">Manifest</th></tr></thead>
<tbody>
[[#votes]]<tr><td class="n">[[week]]</td><th scope="row">[[gateway]]</th><td>[[channel]][[?voided]] (voided)[[/]][[?voided_batches]] (voided batches: [[voided_batches]])[[/]][[?missing]] (missing: [[missing]])[[/]]</td><td class="n">[[batches|n]]</td><td class="n">[[received|n]]</td><td class="n">[[accepted|n]]</td><td>[[rejected|reasons]]</td><td class="n">[[late|n]][[?after_the_seal.batches]] + [[after_the_seal.votes|n]] after the seal[[/]]</td><td>[[manifest]]</td></tr>
[[/]]</tbody>
</table></div>
</section>
[[/]][[?scores.dances]]<section>
<h2>Scores as submitted</h2>
<div class="wide" role="region" aria-label="Scores as submitted" tabindex="0"><table class="scores">
<caption><span>In the order danced; of a corrected mark what was submitted stands beside it</span></caption>
<thead><tr><th scope="col">Couple</th><th scope="col" class="n">Week</th><th scope="col">Dance</th><th scope="col">Marks</th><th scope="col" class="n">Total</th></tr></thead>
<tbody>
[[#scores.dances]]<tr><th scope="row">[[couples|names]]</th><td class="n">[[week]]</td><td>[[style]]</td><td>[[#marks]]<span class="mark" title="[[judge|judge]]">[[.|mark]]</span> [[/]][[^marks]]total only[[/]]</td><td class="n">[[total|number]]</td></tr>
[[/]]</tbody>
</table></div>
<p class="legend">Judges, in that order: [[shown.judges|list]].</p>
[[?scores.corrections]]<ul>
[[#scores.corrections]]<li>Week [[week]], [[judge|judge]]: [[was|number]] corrected to [[becomes|number]] [[?after_the_lock]]after[[/]][[^after_the_lock]]before[[/]] the lock (event [[position]]), by [[by|list]]: [[reason]]</li>
[[/]]</ul>
[[/]][[#scores.bonuses]]<p>Bonus: [[couple|name]] [[points|number]] (event [[position]]): [[reason]]</p>
[[/]]</section>
[[/]]<section>
<h2>The outcome in steps</h2>
<ol class="steps">
[[#outcome.steps]]<li><span class="what">[[.|step]]</span>[[?compared]] <span class="values">[[compared|values]]</span>[[/]][[?groups]] <span class="decided">[[.|decided]]</span>[[/]][[?sealed]][[^compared]][[^groups]] <span class="values">sealed</span>[[/]][[/]][[/]] <span class="about">[[source]]</span></li>
[[/]]</ol>
</section>
<section>
<h2>Ties, and how they were settled</h2>
[[#ties]]<p>[[?couples]][[couples|names]][[/]][[^couples]]Couples that are sealed with the counts[[/]]: [[how|words]][[?settled]], [[settled]] (event [[position]], by [[by|list]])[[/]][[?order]]; [[order|order]][[/]].</p>
[[/]][[^ties]]<p>No couples were level on points.</p>
[[/]]</section>
[[?margins]]<section>
<h2>Margin: the least that changes it</h2>
[[?shown.close]]<div class="pictured">
<p class="legend">The fewest votes so changed that change the answer or leave it open</p>
[[?shown.close.open]]<ul class="key"><li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-1" x="0" y="0" width="40" height="20"/></svg>Fewer never do</li><li><svg viewBox="0 0 40 20" preserveAspectRatio="none" aria-hidden="true"><rect class="shade-0" x="0" y="0" width="40" height="20"/></svg>Somewhere from there to the end</li></ul>
[[/]]<ol class="bars">
[[#shown.close.rows]]<li><span class="who">[[who]]</span><svg viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="[[told]]">[[#bars]]<rect class="shade-[[shade]]" x="[[x]]" y="0" width="[[width]]" height="20"/>[[/]]</svg><span class="sum">[[sum]]</span></li>
[[/]]</ol>
</div>
[[/]][[#margins.questions]]<h3>[[question|cap]]</h3>
<dl class="margins">
[[#units]]<div><dt>Votes [[unit]]</dt><dd>[[disturbed|margin]]</dd></div>
[[/]]<div><dt>One mark</dt><dd>[[mark_disturbed|onemark]]</dd></div>
</dl>
[[/]][[?margins.why_none]]<p>[[margins.why_none|cap]].</p>
[[/]]</section>
[[/]]<section>
<h2>Exclusions, and what they changed</h2>
[[#exclusions]]<p>Week [[week]], [[kind]]: [[what]][[?votes]] (votes: [[votes|n]])[[/]][[?position]], event [[position]], by [[by|list]][[/]]: [[reason]]. [[.|differs]]</p>
[[/]][[^exclusions]]<p>Nothing was excluded.</p>
[[/]]</section>
[[?decisions]]<section>
<h2>Substitutions and decisions</h2>
<ul>
[[#decisions]]<li>[[kind|cap]]: [[what]], by [[by|list]], [[time|moment]] (event [[position]])[[?reason]]: [[reason]][[/]]</li>
[[/]]</ul>
</section>
[[/]]<section>
<h2>Announced against computed</h2>
<p>[[?shown.announced]]Announced: [[shown.announced]]. [[/]]Verdict: [[outcome.verdict|words]].</p>
[[#findings]]<p>[[severity|cap]]: [[where|told]]: [[what|told]].</p>
[[/]]</section>
<section class="scope">
<h2>Not checked</h2>
<ul>
[[#not_checked]]<li>[[.]]</li>
[[/]]</ul>
</section>
<footer>
<p>Check it: [[verifier.name]] [[verifier.version]], SHA-256 <code>[[verifier.sha256]]</code>. This page shows the certificate whose JSON has SHA-256 <code>[[shown.digest]]</code>; what is signed is that JSON, and a verifier makes this page again from it. Times are those of the show, [[shown.zone]].</p>
</footer>
</div>
</main>
</body>
</html>
"""
