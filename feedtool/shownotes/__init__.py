"""Show notes read as what they mean: `timeline`, `links`, `people` and `glossary`, each by a function `read`.

A timeline: `regular` takes the lists that nothing has to be decided about. In all others `loose` closes the gaps in
times, `stamps` finds the times, `layout` decides which of them are entries (by `oneline` where there are many on a
line, by `alone` where there is nothing else on it, and by what the list is `unlike`), and `order` puts them in order;
`outline` reads the headings and bullets between. People: `roles` are their labels, `names` what follows, `homes` their
pages. `titles` makes chapter titles short enough for apps.
"""
