#!/usr/bin/env bash
# How the demo show's audio and cover were made: synthetic speech and a drawing, so that nothing in feeds/demo is
# anybody else's. Run by hand, from anywhere; no test runs it:
#
#     apt-get install espeak-ng ffmpeg librsvg2-bin fonts-noto-cjk
#     tests/demo/make_media.sh
#
# It prints the second at which each chapter starts. The notes and upstream.xml in feeds/demo state these seconds,
# and each file's length and duration: whoever changes a word here changes them there.
# Versions used: espeak-ng 1.51, ffmpeg 5.1.9, librsvg 2.54.7.
set -euo pipefail
export LC_ALL=C.UTF-8

media=$(cd "$(dirname "$0")/../../feeds/demo" && pwd)/media
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
mkdir -p "$media"

readonly RATE=22050 # samples a second, as espeak-ng speaks; 16 bits, mono
readonly SECOND=$((RATE * 2)) # bytes
readonly PAUSE=$((RATE * 35 / 100 * 2)) # bytes of silence after each line

silence() { head -c "$1" /dev/zero; }

bell() { # each chapter begins with one, so that a jump is heard
    ffmpeg -nostdin -v error -f lavfi -i "aevalsrc=0.22*sin(2*PI*880*t)*exp(-8*t):d=0.5:s=$RATE" -f s16le -
}

speak() { # LANGUAGE TEXT; Mandarin is given as Pinyin, since espeak-ng misreads characters
    case $1 in
        zh) espeak-ng -b 1 -v cmn-latn-pinyin -s 165 -p 40 -w "$work/line.wav" "$2" ;;
        en) espeak-ng -b 1 -v en-gb+f2 -s 155 -p 55 -w "$work/line.wav" "$2" ;;
    esac
    ffmpeg -nostdin -v error -i "$work/line.wav" -f s16le -
    silence "$PAUSE"
}

episode() { # GUID TITLE, and on standard input the chapters: "# title", then "zh …" and "en …" lines
    local pcm=$work/episode.pcm size word rest
    : >"$pcm"
    while read -r word rest; do
        if [[ $word == "#" ]]; then # chapters start on whole seconds, which every app can state
            size=$(stat -c %s "$pcm")
            silence $(((SECOND - size % SECOND) % SECOND)) >>"$pcm"
            printf '%4d s  %s\n' $(($(stat -c %s "$pcm") / SECOND)) "$rest"
            bell >>"$pcm"
        else
            speak "$word" "$rest" >>"$pcm"
        fi
    done
    ffmpeg -nostdin -v error -y -f s16le -ar $RATE -ac 1 -i "$pcm" -b:a 24k -fflags +bitexact -flags:a +bitexact \
        -metadata title="$2" -metadata artist="耳边笔记 Notes by Ear" "$media/$1.mp3"
    printf '%s: %s bytes, %s s\n\n' "$2" "$(stat -c %s "$media/$1.mp3")" \
        "$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$media/$1.mp3")"
}

# 大家好，这里是耳边笔记。我是林一页，一个出门从来不带纸笔的人。
# 第一章，好句子总在洗碗时出现。手是湿的，手机在客厅。等你擦干手，句子已经跟着泡沫，流进了下水道。
# 剩下的事，交给明天。
# 第三章，没有路牌的城市。两个小时没有章节的谈话，就是这样一座城。有了路牌，你可以直接走到那家面馆门口。
# 第五章，声音也有名字。嘉宾是谁，在哪里找到她，写清楚，是对声音的礼貌。
# 第六章，写给明年的自己。一年以后，你会忘记今天为什么停下来。所以，请多写一句话。
# 再见，记得把手擦干。
episode c5b1635f-826e-4c9b-a023-aa9c3096c591 "1: 手在洗碗，耳朵在上课 Wet Hands, Good Sentences" <<'END'
# 开场 Opening
zh da4 jia1 hao3, zhe4 li3 shi4 er3 bian1 bi3 ji4. wo3 shi4 lin2 yi2 ye4, yi2 ge4 chu1 men2 cong2 lai2 bu2 dai4 zhi3 bi3 de5 ren2.
en And I am Mira Quill. I carry three pens, and I have lost all of them. Welcome to Notes by Ear.
# 好句子总在洗碗时出现
zh di4 yi1 zhang1, hao3 ju4 zi5 zong3 zai4 xi3 wan3 shi2 chu1 xian4. shou3 shi4 shi1 de5, shou3 ji1 zai4 ke4 ting1. deng3 ni3 ca1 gan1 shou3, ju4 zi5 yi3 jing1 gen1 zhe5 pao4 mo4, liu2 jin4 le5 xia4 shui3 dao4.
en I call it the dishwater law. The better the sentence, the wetter the hands.
# 一键就够了 One press is enough
en Chapter two. One press is enough. Do not dry your hands. Press the button on your earphones, and the last half minute is yours to keep. That is a snip.
zh sheng4 xia4 de5 shi4, jiao1 gei3 ming2 tian1.
# 没有路牌的城市
zh di4 san1 zhang1, mei2 you3 lu4 pai2 de5 cheng2 shi4. liang3 ge5 xiao3 shi2 mei2 you3 zhang1 jie2 de5 tan2 hua4, jiu4 shi4 zhe4 yang4 yi2 zuo4 cheng2. you3 le5 lu4 pai2, ni3 ke2 yi3 zhi2 jie1 zou3 dao4 na4 jia1 mian4 guan3 men2 kou3.
en And walk straight past the man who sells mattresses.
# It's in the show notes
en Chapter four. It's in the show notes. The five saddest words in podcasting. A link belongs beside the sentence that made you want it.
# 声音也有名字
zh di4 wu3 zhang1, sheng1 yin1 ye2 you3 ming2 zi5. jia1 bin1 shi4 shui2, zai4 na2 li5 zhao3 dao4 ta1, xie3 qing1 chu5, shi4 dui4 sheng1 yin1 de5 li3 mao4.
en Hello. Still Mira. Thank you for asking.
# 写给明年的自己
zh di4 liu4 zhang1, xie3 gei3 ming2 nian2 de5 zi4 ji3. yi4 nian2 yi3 hou4, ni3 hui4 wang4 ji4 jin1 tian1 wei4 shen2 me5 ting2 xia4 lai2. suo2 yi3, qing3 duo1 xie3 yi2 ju4 hua4.
en A note is a letter to a stranger who happens to have your handwriting.
zh zai4 jian4, ji4 de5 ba3 shou3 ca1 gan1.
END

# 好，我按了。 / 暂停。
episode 2aa1164e-740d-4472-aaa3-427167a903c0 "2: The Two-Second Thumb" <<'END'
# The thumb is late
en Episode two. The two second thumb. Between hearing a thing and knowing that you want to keep it, about two seconds pass. Your thumb needs one more.
# Start before you pressed
en So the beginning is always missing. A good clip starts a little before you pressed, the way a good photograph starts before the smile.
# Keep less
en And keep less. Borges wrote about a man who could forget nothing, and he hardly slept. A library of everything is just the world again, and you already live there.
zh hao3, wo3 an4 le5.
en What did you press?
zh zan4 ting2.
END

# 亲爱的 RSS：你已经二十多岁了，还住在一个文本文件里，房租也没有涨过。
# 他们每年都说你过时了。可是每天早上，所有的播客，都从你家门口出发。你从来不问，是谁在听。
# 祝好。
episode 4f0fe0b7-9dfb-47b8-aa01-3d901e9e72bf "3: 给 RSS 的一封情书 A Love Letter to RSS" <<'END'
# 亲爱的 RSS，你还住在一个文本文件里
zh qin1 ai4 de5,
en R S S.
zh ni2 yi3 jing1 er4 shi2 duo1 sui4 le5, hai2 zhu4 zai4 yi2 ge4 wen2 ben3 wen2 jian4 li3. fang2 zu1 ye3 mei2 you3 zhang3 guo5.
# You never asked for my phone number
en You never asked for my phone number. You never rang at midnight. You only ever answered when I called. Nobody else I know can do that.
# 每天早上，播客都从你家门口出发
zh ta1 men5 mei3 nian2 dou1 shuo1 ni3 guo4 shi2 le5. ke3 shi4 mei3 tian1 zao3 shang5, suo2 you3 de5 bo1 ke4, dou1 cong2 ni3 jia1 men2 kou3 chu1 fa1. ni3 cong2 lai2 bu2 wen4, shi4 shui2 zai4 ting1.
# P.S. Please never change your GUID
en P S. Stay as you are. And please, never change your G U I D.
zh zhu4 hao3.
END

# The cover: a page with a dog-ear that listens.
rsvg-convert -o "$work/cover.png" <<'END'
<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1400" viewBox="0 0 1400 1400">
  <rect width="1400" height="1400" fill="#1f4d45"/>
  <path d="M350 190 H880 L1050 360 V900 H350 Z" fill="#f6ecd9"/>
  <path d="M880 190 V360 H1050 Z" fill="#e2a53d"/>
  <g stroke="#1f4d45" stroke-width="26" stroke-linecap="round" fill="none">
    <path d="M450 340 H740 M450 440 H690"/>
    <path d="M450 660 v40 M520 600 v160 M590 640 v80 M660 560 v240 M730 610 v140 M800 650 v60 M870 590 v180 M940 660 v40"/>
  </g>
  <g stroke="#e2a53d" stroke-width="26" stroke-linecap="round" fill="none">
    <path d="M1060 250 A130 130 0 0 0 990 180 M1140 220 A220 220 0 0 0 1020 100"/>
  </g>
  <g fill="#f6ecd9" text-anchor="middle">
    <text x="700" y="1120" font-family="Noto Sans CJK SC" font-weight="bold" font-size="170" letter-spacing="24">耳边笔记</text>
    <text x="700" y="1260" font-family="Noto Sans CJK SC" font-size="88" letter-spacing="8">Notes by Ear</text>
  </g>
</svg>
END
ffmpeg -nostdin -v error -y -i "$work/cover.png" -pix_fmt rgb24 -compression_level 9 -fflags +bitexact "$media/cover.png" # Apple wants no alpha
ffprobe -v error -show_entries stream=width,height,pix_fmt:format=size -of compact "$media/cover.png"
